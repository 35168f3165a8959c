"""Responses to exceptions that end a request: recorded first, then rendered as a problem."""

from contextlib import suppress
from http import HTTPStatus

import asyncpg
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import Scope

from referral_api.audit.tables import Outcome
from referral_api.errors import (
    BodyTooLarge,
    IdempotencyKeyMissing,
    InternalError,
    MalformedInput,
    MethodNotAllowed,
    NotFound,
    ServiceError,
    TooManyRequests,
    Unavailable,
    VersionMissing,
)
from referral_api.http.callers import identify_if_possible
from referral_api.http.denial_audit import record_apart
from referral_api.http.problems import refusal_response
from referral_api.http.validation_errors import describe
from referral_api.observability.logs import place_of
from referral_api.security.vault import VaultError

_MISSING_HEADERS: dict[tuple[str, str], type[ServiceError]] = {
    ("header", "if-match"): VersionMissing,
    ("header", "idempotency-key"): IdempotencyKeyMissing,
}
_BY_STATUS: dict[int, type[ServiceError]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BodyTooLarge,
}

# Only a fault of the service raises these. RequestMiddleware responds to any other exception.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError,
    ValueError, VaultError, asyncpg.PostgresError,
)  # fmt: skip


async def answer_refusal(request: Request, refusal: ServiceError) -> Response:
    """Record a refusal and render it; Unavailable instead if it cannot be recorded."""
    try:
        await record_apart(request, refusal)
    except Unavailable as error:
        refusal = error
    note_refusal(request.scope, refusal)
    return refusal_response(request.scope, refusal)


def note_refusal(scope: Scope, refusal: ServiceError) -> None:
    """Have the line of the request say why it was refused, in words of the service."""
    told = {"code": refusal.code}
    if refusal.reason != ServiceError.reason:
        told["reason"] = refusal.reason
    scope.setdefault("state", {})["refusal"] = told


async def answer_malformed(request: Request, error: RequestValidationError) -> Response:
    """Render malformed input: the place and the kind of each error, never the input itself."""
    if request.method not in _allowed_methods(request):
        # The path is an address of its own, and was taken for a resource with a malformed id.
        return await answer_framework(request, HTTPException(HTTPStatus.METHOD_NOT_ALLOWED))
    found_errors = error.errors()
    for found in found_errors:
        place = tuple(str(part).lower() for part in found["loc"][:2])
        if found["type"] == "missing" and place in _MISSING_HEADERS:
            return await answer_refusal(request, _MISSING_HEADERS[place]())
    return await answer_refusal(
        request, MalformedInput(errors=[describe(found) for found in found_errors])
    )


async def answer_unrouted(request: Request, refusal: ServiceError) -> Response:
    """Render the refusal of a request that reached no route; record it if its caller is known."""
    try:
        await identify_if_possible(request)
    except Unavailable as error:
        refusal = error
    except TooManyRequests as error:
        error.closes = refusal.closes
        refusal = error
    return await answer_refusal(request, refusal)


async def answer_framework(request: Request, refused: HTTPException) -> Response:
    """Render a refusal of the framework: unknown path, unknown method, or body too large."""
    refusal = _BY_STATUS.get(refused.status_code, ServiceError)()
    response = await answer_unrouted(request, refusal)
    if refused.headers:
        response.headers.update(refused.headers)
    if refused.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(sorted(_allowed_methods(request)))
    return response


def _allowed_methods(request: Request) -> set[str]:
    # The framework names only the methods of the first route at this address.
    literal: set[str] = set()
    allowed: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        path = compile_path(route.path or "")[0]
        if route.methods and path.fullmatch(request.url.path):
            allowed |= route.methods
            literal |= route.methods if route.path == request.url.path else set()
    return literal or allowed


async def answer_fault(request: Request, error: Exception) -> Response:
    """Record and render a failure of the service; the log names the place and no data."""
    request.state.fault = place_of(error)
    failure = InternalError()
    with suppress(Unavailable):
        await record_apart(request, failure, Outcome.FAILED)
    return refusal_response(request.scope, failure)


async def answer_exception(request: Request, error: Exception) -> Response:
    """Respond to the exception that ended a request; an unknown one is raised again."""
    match error:
        case ServiceError():
            return await answer_refusal(request, error)
        case RequestValidationError():
            return await answer_malformed(request, error)
        case HTTPException():
            return await answer_framework(request, error)
        case _ if isinstance(error, _FAULTS):
            return await answer_fault(request, error)
        case _:
            raise error
