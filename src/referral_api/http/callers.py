"""Who calls: the actor that the access token of a request speaks for."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from referral_api.errors import InvalidToken
from referral_api.http.process_context import ProcessContext, process_context
from referral_api.http.stray_input import BEARER, find_repeated_headers
from referral_api.permissions import Actor, TokenPermission


async def identify(request: Request, process: ProcessContext) -> Actor:
    """Return the caller; InvalidToken without an accepted token, TooManyRequests of one that must
    wait. ``state`` has the caller from then on.
    """
    state = request.scope.setdefault("state", {})
    state["permission"] = TokenPermission.AUTHENTICATE
    if repeated := find_repeated_headers(request, BEARER):
        raise RequestValidationError(repeated)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise InvalidToken
    actor = await process.actor_resolver.resolve(await process.verifier.verify(token.strip()))
    state["actor"] = actor
    process.call_limits.count_request(actor)
    return actor


async def identify_if_possible(request: Request) -> None:
    """Find the caller of a request that reaches no route, so that its refusal is recorded.

    A caller that is not known leaves no event there: it asked for nothing that has a name.
    """
    if "authorization" not in request.headers or hasattr(request.state, "permission"):
        return
    try:
        await identify(request, process_context(request))
    except (InvalidToken, RequestValidationError):
        del request.state.permission
