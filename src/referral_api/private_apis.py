"""Every private API of a library that the service uses, in one place.

The lock files pin the versions. ``tests/test_private_apis.py`` states what is needed of each API:
when an upgrade breaks one, that test fails first.
"""

from collections.abc import Callable
from typing import Any

from fastapi._compat import ModelField as ModelField  # one parameter, and its validation
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from prometheus_client import values
from sqlalchemy.dialects.postgresql.base import ischema_names
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as HttpToolsProtocol
from uvicorn.supervisors import multiprocess
from uvicorn.supervisors.multiprocess import Multiprocess as Multiprocess
from uvicorn.supervisors.multiprocess import Process as Process


def give_exit_stack(route: APIRoute) -> None:
    """Give an ordinary route the exit stack that its dependencies need and that FastAPI usually
    puts around all routes.
    """
    route.app = AsyncExitStackMiddleware(route.app)


def count_in_files_of(process_id: Callable[[], int]) -> None:
    """Let prometheus_client ask this function for the number of the process that counts."""
    values.ValueClass = values.MultiProcessValue(process_id)  # type: ignore[no-untyped-call]


def recognise_type(name: str, kind: type[Any]) -> None:
    """Let SQLAlchemy recognise a PostgreSQL type when it inspects a database."""
    ischema_names[name] = kind


def start_workers_as(kind: type[Process]) -> None:
    """Let uvicorn's parent start processes of this kind."""
    multiprocess.Process = kind  # type: ignore[misc]
