"""Every part of a library that its makers do not promise to keep, in one place.

The lock files hold the versions. ``tests/test_private_apis.py`` says what is needed of each part:
where an upgrade breaks one, that test fails first.
"""

from collections.abc import Callable
from typing import Any

from fastapi._compat import ModelField as ModelField  # one parameter, and its validation
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from prometheus_client import values
from sqlalchemy.dialects.postgresql.base import ischema_names
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as HttpToolsProtocol


def give_exit_stack(route: APIRoute) -> None:
    """Give an ordinary route the exit stack that FastAPI puts around all routes, and that its
    dependencies ask for.
    """
    route.app = AsyncExitStackMiddleware(route.app)


def count_in_files_of(process_id: Callable[[], int]) -> None:
    """Let prometheus_client ask this function for the number of the process that counts."""
    values.ValueClass = values.MultiProcessValue(process_id)  # type: ignore[no-untyped-call]


def recognise_type(name: str, kind: type[Any]) -> None:
    """Let SQLAlchemy recognise a type of PostgreSQL in a database that it looks at."""
    ischema_names[name] = kind
