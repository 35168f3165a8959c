"""Sending a form once more, as it was: where nobody knows whether it was recorded.

The key is the same, so what was done is not done twice. The page needs no database.
"""

from fastapi import Request, Response

from referral_api.errors import KeyInUse, ServiceError
from referral_api.http.denial_audit import record_apart
from referral_api.http.exception_handlers import note_refusal
from referral_api.observability import metrics
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import language_of
from referral_api.pages.rendering import render

# A form without a key is none that can be sent again.
_KEY, _TOKEN = "key", "csrf"
# What is proved is proved anew; what is chosen as a secret stands in no page.
_PROOFS = frozenset({"own_pin", "other_pin"})
_SECRETS = frozenset({"new_pin", "again"})


def is_unknown(refusal: ServiceError) -> bool:
    """Say whether a form may have been recorded all the same, or may still be."""
    return refusal.status in {429, 503} or isinstance(refusal, KeyInUse)


async def offer_again(
    request: Request, fields: Fields, refusal: ServiceError, token: str | None = None
) -> Response | None:
    """Show a button that sends the same form under the same key; None if that helps nobody."""
    if not (is_unknown(refusal) and fields.one(_KEY)) or fields.files:
        return None
    if any(fields.one(name) for name in _SECRETS):
        return None
    await record_apart(request, refusal)
    note_refusal(request.scope, refusal)
    metrics.refusals.labels(refusal.code).inc()
    html = render(
        "frame/send_again.html", language_of(request),
        {
            "address": str(request.url.replace(scheme="", netloc="")),
            "csrf": token or fields.one(_TOKEN), "asks_pin": bool(fields.one("other_pin")),
            "sent": [
                pair for pair in fields.items() if pair[0] != _TOKEN and pair[0] not in _PROOFS
            ],
        },
    )  # fmt: skip
    response = Response(html, refusal.status, media_type="text/html; charset=utf-8")
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after[0])
    return response
