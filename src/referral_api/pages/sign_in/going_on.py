"""Going on after a proof: to the page that was asked for, or with the form that was kept."""

from typing import Any

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import ServiceError
from referral_api.http.exception_handlers import answer_exception
from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.gate import language_of
from referral_api.pages.resending import offer_again
from referral_api.pages.route import Page, PagesRoute, PermissionPage
from referral_api.pages.sign_in.before import browser_of
from referral_api.pages.sign_in.keeping import Holder, Kept, KeptForms
from referral_api.pages.visit import Visit

DROPPED = f"{PREFIX}/non-envoye"


async def go_on(
    request: Request, process: ProcessContext, session: Session, given: str
) -> Response:
    """Answer somebody who has just proved to be the agent of this session."""
    if not given:
        return RedirectResponse(PREFIX, 303)
    kept = open_kept(request, process, Holder(session.agent_id, session.device_id, ""), given)
    if kept is None:
        return RedirectResponse(DROPPED, 303)
    if kept.fields is None:
        return RedirectResponse(kept.address, 303)
    return await _carry_out(request, process, session, kept)


def open_kept(request: Request, process: ProcessContext, holder: Holder, given: str) -> Kept | None:
    """Open what this browser kept for an agent; None for anybody else, or too late."""
    forms: KeptForms = request.app.state.kept_forms
    bound = Holder(holder.agent_id, holder.device_id, browser_of(request))
    return forms.open(given, bound, process.settings.sign_in_limits.sealed_form)


def act_of(request: Request, kept: Kept | None, language: str) -> str:
    """Return the words of the act that a form will do; nothing for a page that is only read."""
    if kept is None or kept.fields is None:
        return ""
    page, _ = request.app.state.pages.find(kept.path)
    return page.named(language) if isinstance(page, Page | PermissionPage) else ""


async def _carry_out(
    request: Request, process: ProcessContext, session: Session, kept: Kept
) -> Response:
    """Send the form as the browser would have sent it; whatever refuses it is told as ever."""
    pages: PagesRoute = request.app.state.pages
    page, ids = pages.find(kept.path)
    scope: dict[str, Any] = {
        **request.scope, "method": "POST", "path": kept.path, "raw_path": kept.path.encode(),
        "query_string": kept.query.encode(), "path_params": dict(ids), "route": page,
    }  # fmt: skip
    scope["state"]["actor"] = session.actor
    inner = Request(scope, request.receive)
    visit = Visit(inner, process, session, language_of(request), ids)
    if kept.fields is None or not isinstance(page, Page | PermissionPage):
        return RedirectResponse(PREFIX, 303)
    try:
        return await page.carry_out(visit, kept.fields)
    except ServiceError as refused:
        again = await offer_again(inner, kept.fields, refused, visit.form_token())
        return again or await answer_exception(inner, refused)
    except Exception as refused:  # noqa: BLE001 - answered as PagesRoute would have it answered
        return await answer_exception(inner, refused)
