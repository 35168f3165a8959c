"""Serving a guarded request: caller, permission, input, transaction, response, in that order.

FastAPI declares these routes, validates their input and writes their contract. They are run here,
because resolving nested dependencies cost more than everything else together
(docs/decisions/0012).
"""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from referral_api.database.database import Database
from referral_api.database.session_profile import FIGURES
from referral_api.database.sight import VisibilityScope
from referral_api.errors import Forbidden
from referral_api.http.batches import find_wrong_rows
from referral_api.http.callers import identify
from referral_api.http.deadline import extend_deadline
from referral_api.http.denial_audit import record_refusal
from referral_api.http.idempotency import IdempotencyKey
from referral_api.http.process_context import ProcessContext, process_context
from referral_api.http.request_context import RequestContext
from referral_api.http.request_input import SingleValues, read_body, validate
from referral_api.http.stray_input import (
    CONDITIONS,
    find_repeated_headers,
    find_stray_input,
    find_stray_parameters,
)
from referral_api.permissions import Actor, AuditPermission, Permission

# The parameters of a list that select a page.
_CURSOR = "cursor"
_PAGING = frozenset({"limit", _CURSOR})


class GuardedRoute(APIRoute):
    """A route whose endpoint takes a ``RequestContext``. The checks that ``requires`` and its
    variants declare come first.
    """

    def __init__(self, path: str, endpoint: Any, **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        (guard,) = self.dependant.dependencies
        self.context_name = guard.name or "call"
        self.permission: Permission = guard.call.permission  # type: ignore[union-attr]
        self.location: str | None = guard.call.location  # type: ignore[union-attr]
        self.counts = hasattr(guard.call, "counts")
        path_fields, query_fields = self.dependant.path_params, self.dependant.query_params
        self.guard_headers = SingleValues(guard.header_params, "header")
        self.path_values = SingleValues(path_fields, "path")
        self.query_values = SingleValues(query_fields, "query") if query_fields else None
        self._parameters = [field.alias for field in query_fields]
        self.body_fields = self.dependant.body_params
        self.filters = [
            field.name for field in (*path_fields, *query_fields) if field.name not in _PAGING
        ]
        self._has_cursor = _CURSOR in self._parameters
        self._prefix, parameter, _ = path.partition("{")
        self._is_fixed = not parameter
        self._methods = self.methods or set()

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        # This cheap test rejects most routes before their patterns are tried.
        path: str = scope["path"]
        if self._prefix not in path or (self._is_fixed and not path.endswith(self._prefix)):
            return Match.NONE, {}
        found = self.path_regex.match(path)
        if found is None:
            return Match.NONE, {}
        # As Starlette does, except that parameters stay text and are checked later.
        child_scope = {"endpoint": self.endpoint, "path_params": found.groupdict(), "route": self}
        return Match.FULL if scope["method"] in self._methods else Match.PARTIAL, child_scope

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in self._methods:
            raise HTTPException(405)
        await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        process = process_context(request)
        actor = await self._admit(request, process)
        headers, values = await self._read(request)
        key = await bind_key(headers.get("key"), request, actor, process)
        known = process.generation if self._has_cursor else None
        asked = known.confirmation if known else None
        async with self._database(request, process).transaction(
            actor, scope_of(self.permission, actor),
            record_refusal=partial(record_refusal, request),
            with_begin=key.claim if key else asked,
        ) as transaction:  # fmt: skip
            call = RequestContext(
                request, self.permission, transaction, process, key, headers.get("if_match"),
                self.location, tuple(values[name] for name in self.filters),
            )  # fmt: skip
            if known and asked:
                call.generation = await known.read(transaction, asked)
            response = await call.replay()
            if response is None:
                response = await self.endpoint(**{self.context_name: call}, **values)
        # Only now: a response is sent after its transaction has committed.
        await response(scope, receive, send)

    async def _admit(self, request: Request, process: ProcessContext) -> Actor:
        """Find the caller and check its permission; InvalidToken or Forbidden otherwise."""
        actor = await identify(request, process)
        request.scope["state"]["permission"] = self.permission
        if not actor.may(self.permission):
            raise Forbidden
        return actor

    def _database(self, request: Request, process: ProcessContext) -> Database:
        if not self.counts:
            return process.database
        extend_deadline(request.scope, FIGURES.lease)
        return process.figures

    async def _read(self, request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check the input: the headers of the guard, and the parameters of the endpoint."""
        headers, errors = self.guard_headers.check(request.headers)
        values, wrong = self.path_values.check(request.path_params)
        errors += wrong
        errors += find_repeated_headers(request, CONDITIONS)
        errors += find_stray_parameters(request, self._parameters)
        if self.query_values:
            found, wrong = self.query_values.check(request.query_params)
            values |= found
            errors += wrong
        if self.body_fields:
            (field,) = self.body_fields
            body = await read_body(request)
            values[field.name], wrong = validate(field, body, ("body",))
            errors += wrong
            errors += find_wrong_rows(values[field.name])
        if errors:
            raise RequestValidationError(errors)
        return headers, values


class PublicRoute(APIRoute):
    """A route that anyone may ask. Its input is as unambiguous as that of the others."""

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = [field.alias for field in self.dependant.query_params]
        if stray := find_stray_input(Request(scope), known):
            raise RequestValidationError(stray)
        await super().handle(scope, receive, send)


def operation_name(route: APIRoute) -> str:
    """Name each operation after its function: verb and noun."""
    return route.name


def guarded_router(prefix: str, tag: str) -> APIRouter:
    """Make the router of one resource; each of its routes needs a guard."""
    return APIRouter(
        prefix=prefix, tags=[tag], route_class=GuardedRoute,
        generate_unique_id_function=operation_name,
    )  # fmt: skip


async def bind_key(
    given: str | None, request: Request, actor: Actor, process: ProcessContext
) -> IdempotencyKey | None:
    """Bind an Idempotency-Key to its caller and to its request."""
    if given is None:
        return None
    return IdempotencyKey.of(
        actor, given, process.known_secrets,
        request.method.encode(), request.scope["path"].encode(), await request.body(),
    )  # fmt: skip


def scope_of(permission: Permission, actor: Actor) -> VisibilityScope:
    """Return how far a caller sees who has this permission."""
    if permission is AuditPermission.SEARCH:
        return "audit"
    return "flow" if actor.coordinates else "grants"
