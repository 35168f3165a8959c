"""Refusals as pages: first what was not done, then why, then what to do."""

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from referral_api.errors import ServiceError
from referral_api.http.i18n import negotiate
from referral_api.observability.request_ids import current_request_id
from referral_api.pages.addresses import PREFIX
from referral_api.pages.gate import LANGUAGE
from referral_api.pages.headers import give_session, protect
from referral_api.pages.rendering import render
from referral_api.pages.resending import is_unknown
from referral_api.pages.words.refusals import advice_after, why_refused

SIGN_IN = f"{PREFIX}/entrer"


def refusal_page(
    scope: Scope, refusal: ServiceError, headers: Mapping[str, str]
) -> Response | None:
    """Tell a refusal as a page; None if no page was asked for."""
    path: str = scope.get("path", "")
    if path != PREFIX and not path.startswith(f"{PREFIX}/"):
        return None
    if refusal.status == 401 and scope["method"] == "GET":
        return protect(RedirectResponse(SIGN_IN, 303))
    language = _language(headers)
    html = render(
        "frame/refusal.html", language,
        {
            "why": why_refused(refusal, language), "advice": advice_after(refusal, language),
            "refusal": refusal, "request_id": current_request_id.get(),
            "was_sent": scope["method"] == "POST",
            "is_unknown": refusal.status >= 500 or is_unknown(refusal),
            "can_resend": is_unknown(refusal),
        },
    )  # fmt: skip
    response = Response(html, refusal.status, media_type="text/html; charset=utf-8")
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after[0])
    return give_session(protect(response), scope)


def _language(headers: Mapping[str, str]) -> str:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == LANGUAGE and value in {"fr", "en"}:
            return value
    return negotiate(headers.get("accept-language"))
