"""Who visits: the session of a cookie. A page that nobody reads is not sent."""

from fastapi import Request

from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import SessionEnded, Unavailable
from referral_api.http.i18n import LANGUAGES, negotiate
from referral_api.http.process_context import ProcessContext
from referral_api.permissions import TokenPermission

SESSION, DEVICE, LANGUAGE = "__Host-seance", "__Host-appareil", "__Host-langue"


async def find_session(request: Request, process: ProcessContext) -> Session:
    """Return the visitor's session; SessionEnded or SessionLocked without an open one.

    ``state`` has the caller from then on, as it has of a request with a token.
    """
    refuse_prefetch(request)
    state = request.scope.setdefault("state", {})
    state["permission"] = TokenPermission.AUTHENTICATE
    cookie = request.cookies.get(SESSION)
    if cookie is None:
        raise SessionEnded
    session = await process.sessions.resolve(cookie)
    state["actor"], state["session"] = session.actor, session
    process.call_limits.count_request(session.actor)
    return session


def refuse_prefetch(request: Request) -> None:
    """Refuse what a browser fetches ahead: an event must mean that somebody asked."""
    purpose = request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    if "prefetch" in purpose:
        raise Unavailable(reason="admission")


def language_of(request: Request) -> str:
    """Return the language that was chosen in this browser, or that it prefers."""
    chosen = request.cookies.get(LANGUAGE)
    return chosen if chosen in LANGUAGES else negotiate(request.headers.get("accept-language"))
