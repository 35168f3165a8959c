"""The operations of the API as pages know them: one for each route, with what it takes.

A page runs the route's own function in a transaction of the same kind. So there is one rule, one
event and one refusal, whoever asks.
"""

import base64
import hashlib
import re
import typing
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel

from referral_api.http.pagination import Page
from referral_api.http.routing import GuardedRoute
from referral_api.permissions import Permission
from referral_api.routers import all_routers

_PARAMETER = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Operation:
    """One operation: its route, and what a page needs to know of it."""

    route: GuardedRoute

    @property
    def name(self) -> str:
        """The name of the operation: verb and noun."""
        return self.route.name

    @property
    def permission(self) -> Permission:
        """The permission that it requires."""
        return self.route.permission

    @property
    def api_path(self) -> str:
        """The address at which a partner system asks for it."""
        return self.route.path

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the ids in its address."""
        return tuple(_PARAMETER.findall(self.route.path))

    @cached_property
    def method(self) -> str:
        """How a partner system asks for it."""
        return min(self.route.methods or {"GET"})

    @cached_property
    def code(self) -> str:
        """A short name that says nothing: addresses stay in the history of a shared telephone."""
        digest = hashlib.sha256(self.name.encode()).digest()
        return base64.b32encode(digest[:4]).decode().rstrip("=").lower()

    @cached_property
    def body(self) -> type[BaseModel] | None:
        """The schema of its body; None without one, or where the body is a file."""
        for field in self.route.body_fields:
            model = _plain(field.field_info.annotation)
            if isinstance(model, type) and issubclass(model, BaseModel):
                return model
        return None

    @property
    def body_name(self) -> str | None:
        """The parameter of the function that takes the body."""
        return self.route.body_fields[0].name if self.route.body_fields else None

    @property
    def takes_file(self) -> bool:
        """Say whether the body is a file."""
        return bool(self.route.body_fields) and self.body is None

    @cached_property
    def takes_version(self) -> bool:
        """Say whether it changes a version that was seen."""
        return "If-Match" in self._headers

    @cached_property
    def changes(self) -> bool:
        """Say whether it changes or creates something: a search, too, is sent as a POST."""
        return not self.is_reading and bool(self._headers & {"If-Match", "Idempotency-Key"})

    @cached_property
    def _headers(self) -> set[str]:
        (guard,) = self.route.dependant.dependencies
        return {field.alias for field in guard.header_params}

    @cached_property
    def lists(self) -> type[BaseModel] | None:
        """The schema of its items, if it lists."""
        model = self.route.response_model
        if isinstance(model, type) and issubclass(model, Page):
            item = model.__pydantic_generic_metadata__["args"][0]
            return typing.cast("type[BaseModel]", item)
        return None

    @cached_property
    def reads(self) -> type[BaseModel] | None:
        """The schema of the record that it returns, if it returns one."""
        model = self.route.response_model
        if self.lists is None and isinstance(model, type) and issubclass(model, BaseModel):
            return model
        return None

    @property
    def is_reading(self) -> bool:
        """Say whether it only reads."""
        return self.method == "GET"


def _plain(annotation: Any) -> Any:
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    return annotation


def _all() -> dict[str, Operation]:
    routes = [route for router in all_routers for route in router.routes]
    return {
        route.name: Operation(route)
        for route in routes
        if isinstance(route, GuardedRoute) and isinstance(route, APIRoute)
    }


OPERATIONS = _all()
