"""Pages before sign-in: their forms are bound to a cookie that says nothing, and to our site."""

import secrets
from typing import Any

from fastapi import Request, Response

from referral_api.errors import Forbidden
from referral_api.pages.forgery import FIELD, BoundTo, check_origin
from referral_api.pages.forms.reading import Fields
from referral_api.pages.headers import set_cookie
from referral_api.pages.rendering import render
from referral_api.pages.route import read_fields

BEFORE = "__Host-avant"


def show_before(
    request: Request, template: str, language: str, status: int = 200, **values: Any
) -> Response:
    """Render a page for somebody who has not signed in."""
    bound_to = browser_of(request)
    values["csrf"] = request.app.state.form_tokens.make(BoundTo.BEFORE, bound_to)
    html = render(template, language, values)
    response = Response(html, status, media_type="text/html; charset=utf-8")
    set_cookie(response, BEFORE, bound_to)
    return response


def browser_of(request: Request) -> str:
    """Return what the pages of this browser are bound to before sign-in; made at the first one."""
    made: str = request.scope["state"].get("browser", "")
    made = request.cookies.get(BEFORE) or made or secrets.token_urlsafe(18)
    request.scope["state"]["browser"] = made
    return made


async def read_before(request: Request) -> Fields:
    """Read a form of such a page; Forbidden if it is not ours."""
    fields = await read_fields(request)
    check_origin(request)
    bound_to = request.cookies.get(BEFORE)
    if bound_to is None:
        raise Forbidden
    request.app.state.form_tokens.check(BoundTo.BEFORE, bound_to, fields.one(FIELD))
    return fields
