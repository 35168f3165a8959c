"""Asking who it is: a page was asked for, or a form was sent, and nobody was signed in any more.

What was typed is not lost. The page of sign-in carries the form, sealed, and after the proof of the
same agent on the same device the form is carried out, with every check that it always has.
"""

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import Forbidden, ServiceError, SessionLocked
from referral_api.http.denial_audit import record_apart
from referral_api.http.exception_handlers import note_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.observability import metrics
from referral_api.pages.device import find_device
from referral_api.pages.forgery import FIELD, check_origin
from referral_api.pages.gate import language_of
from referral_api.pages.refusals import SIGN_IN, refusal_page
from referral_api.pages.route import AnyPage, Page, PermissionPage, read_fields
from referral_api.pages.sign_in.before import browser_of
from referral_api.pages.sign_in.entering import ask
from referral_api.pages.sign_in.keeping import Holder, Kept, KeptForms


async def ask_who(
    request: Request, process: ProcessContext, page: AnyPage, refusal: ServiceError
) -> Response:
    """Ask for the proof that a page or a form needs; lead to sign-in where nothing waits for it."""
    await record_apart(request, refusal)
    note_refusal(request.scope, refusal)
    metrics.refusals.labels(refusal.code).inc()
    language = language_of(request)
    session = _session_of(request, refusal)
    if request.method == "POST":
        asked = await _keep_form(request, process, page, language)
        return asked or refusal_page(request.scope, refusal, request.headers) or Response(None, 401)
    if session is None:
        return RedirectResponse(SIGN_IN, 303)
    device = await find_device(request, process)
    kept = Kept(request.url.path, request.url.query)
    holder = Holder(session.agent_id, session.device_id, browser_of(request))
    return await ask(
        request, process, language, device, 401, kept=_forms(request).seal(kept, holder),
        chosen=str(session.agent_id), waits=True,
    )  # fmt: skip


async def _keep_form(
    request: Request, process: ProcessContext, page: AnyPage, language: str
) -> Response | None:
    """Ask with the form kept; None if it is not one of a page of ours that an agent was shown."""
    if not isinstance(page, Page | PermissionPage):
        return RedirectResponse(SIGN_IN, 303)
    fields = await read_fields(request)
    check_origin(request)
    try:
        made_for = request.app.state.form_tokens.made_for(fields.one(FIELD))
    except Forbidden:
        return None
    device = await find_device(request, process)
    kept = Kept(request.url.path, request.url.query, fields)
    holder = Holder(made_for.agent_id, made_for.device_id, browser_of(request))
    return await ask(
        request, process, language, device, 401, kept=_forms(request).seal(kept, holder),
        chosen=str(made_for.agent_id), act=page.named(language), waits=True,
    )  # fmt: skip


def _session_of(request: Request, refusal: ServiceError) -> Session | None:
    """Return the session that waits for a proof: one that is locked, or whose proof is too old."""
    if isinstance(refusal, SessionLocked):
        return refusal.session if isinstance(refusal.session, Session) else None
    found: Session | None = request.scope["state"].get("session")
    return found


def _forms(request: Request) -> KeptForms:
    forms: KeptForms = request.app.state.kept_forms
    return forms
