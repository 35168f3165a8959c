"""The headers of every page: nothing is kept, nothing comes from outside, nothing is framed."""

import secrets

from starlette.responses import Response
from starlette.types import Scope

from referral_api.pages.gate import SESSION

# A form goes to us alone. Scripts and styles are files of ours.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
# An HttpOnly cookie that changes with every page: a page in the back-forward cache, which
# `no-store` alone does not keep out, is dropped.
TURN = "__Host-tour"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "",
    "Vary": "Cookie, Accept-Encoding",
}


def protect(response: Response) -> Response:
    """Give a page its headers, and the browser its next turn."""
    response.headers.update(HEADERS)
    # A refusal that a page tells itself has its turn already.
    if not _sets(response, TURN):
        set_cookie(response, TURN, secrets.token_urlsafe(6))
    return response


def renew_session(scope: Scope, cookie: str) -> None:
    """Have the answer to this request, whatever it is, carry the new cookie of a session."""
    scope.setdefault("state", {})["new_session"] = cookie


def give_session(response: Response, scope: Scope) -> Response:
    """Give the browser the new cookie of its session, unless the answer drops or replaces it."""
    cookie = scope.get("state", {}).get("new_session")
    if cookie is not None and not _sets(response, SESSION):
        set_cookie(response, SESSION, cookie)
    return response


def _sets(response: Response, name: str) -> bool:
    begun = f"{name}=".encode()
    return any(value.startswith(begun) for _, value in response.raw_headers)


def set_cookie(response: Response, name: str, value: str, *, lasts: int | None = None) -> None:
    """Set a cookie of this host alone, out of reach of scripts."""
    response.set_cookie(
        name, value, max_age=lasts, path="/", secure=True, httponly=True, samesite="lax"
    )


def drop_cookie(response: Response, name: str) -> None:
    """Have the browser forget a cookie."""
    response.set_cookie(name, "", max_age=0, path="/", secure=True, httponly=True, samesite="lax")


def forget_pages(response: Response) -> None:
    """Have the browser forget what it has kept of our pages, because another person comes.

    Never "cookies": that would forget the device.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
