"""Leaving: another person takes the telephone, or the page must be hidden at once."""

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from referral_api.domain.codelists.sign_in import SessionEnd
from referral_api.domain.network.sign_in.sessions.ending import end_session
from referral_api.http.process_context import ProcessContext
from referral_api.pages.forgery import check_origin
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import LANGUAGE, SESSION
from referral_api.pages.headers import drop_cookie, forget_pages, set_cookie
from referral_api.pages.route import read_fields
from referral_api.pages.sign_in.letting_in import session_before
from referral_api.pages.visit import Visit
from referral_api.permissions import SessionPermission

_YEAR = 365 * 86_400


async def leave(request: Request, process: ProcessContext, _: str) -> Response:
    """End the session in this browser, and have it forget what it has kept.

    It is done whether the session is open, locked or over, and from a page of a session before
    too: who hides a page must not be asked first who it is.
    """
    if request.method != "POST":
        raise HTTPException(405)
    state = request.scope.setdefault("state", {})
    state["permission"] = SessionPermission.END
    fields = await read_fields(request)
    check_origin(request)
    hides = fields.one("how") == "hide"
    session = await session_before(request, process)
    if session is not None:
        state["actor"] = session.actor
        reason = SessionEnd.HIDDEN if hides else SessionEnd.SWITCHED
        async with process.database.transaction(session.actor) as transaction:
            await end_session(transaction, session.id, reason)
        process.sessions.forget(session.id)
    return see_out("/bureau/pause" if hides else "/bureau/entrer")


def see_out(place: str) -> Response:
    """Lead away from everything that a session has shown in this browser."""
    response = RedirectResponse(place, 303)
    drop_cookie(response, SESSION)
    forget_pages(response)
    return response


async def choose_language(_: Visit, fields: Fields) -> Response:
    """Keep the language that the visitor has chosen in this browser."""
    response = RedirectResponse("/bureau", 303)
    if (language := fields.one("language")) in {"fr", "en"}:
        set_cookie(response, LANGUAGE, language, lasts=_YEAR)
    return response
