"""Refusals as problem details (RFC 9457), in the caller's language; input is never repeated."""

import json
import random
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import Response
from starlette.types import Scope

from referral_api.errors import ServiceError
from referral_api.http.i18n import negotiate, translate
from referral_api.http.validation_errors import INPUT_CODES
from referral_api.observability import metrics
from referral_api.observability.request_ids import current_request_id


class InputProblem(BaseModel):
    """One thing that is wrong with the input."""

    pointer: str = Field(description="JSON pointer into the body, or `query:name` and the like.")
    code: str
    message: str
    allowed: list[str] | None = Field(
        None, description="The values, or the query parameters, that are allowed here."
    )
    codelist: str | None = Field(
        None, description="The list under `/v1/codelists` that holds the values."
    )


class Problem(BaseModel):
    """RFC 9457. `code` is stable; the words follow Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    request_id: str | None = None
    errors: list[InputProblem] | None = None
    row: int | None = Field(None, description="Of a batch: the row of this problem, from 0 on.")
    current_state: str | None = None
    allowed_events: list[str] | None = None


def _translated(errors: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    return [
        {**error, "message": translate(INPUT_CODES[error["code"]], language)} for error in errors
    ]


def _as_ascii(text: str) -> str:
    # RFC 6749, section 5.2, allows only ASCII in an error_description.
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def problem_content(
    code: str, title: str, status: int, detail: str | None, facts: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """Write a refusal as a problem, in one language."""
    content: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": translate(title, language),
        "status": status,
        "code": code,
        "request_id": current_request_id.get(),
        **facts,
    }
    if detail:
        content["detail"] = translate(detail, language)
    if "errors" in content:
        content["errors"] = _translated(content["errors"], language)
    return content


def refusal_response(scope: Scope, refusal: ServiceError) -> Response:
    """Render a refusal: as a page where a page was asked for, as a problem elsewhere."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    tell = getattr(scope["app"].state, "refusal_page", None) if "app" in scope else None
    page: Response | None = tell(scope, refusal, headers) if tell else None
    if page is not None:
        metrics.refusals.labels(refusal.code).inc()
        return page
    return problem_response(refusal, headers.get("accept-language"))


def problem_response(refusal: ServiceError, accept_language: str | None) -> Response:
    """Render a refusal as a problem."""
    metrics.refusals.labels(refusal.code).inc()
    language = negotiate(accept_language)
    content = problem_content(
        refusal.code, refusal.title, refusal.status, refusal.detail, refusal.facts, language
    )
    if refusal.oauth:
        content["error"] = refusal.code
        content["error_description"] = _as_ascii(content["title"])
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(random.choice(refusal.retry_after))  # noqa: S311
    if refusal.closes:
        headers["Connection"] = "close"
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer" if refusal.oauth else 'Bearer error="invalid_token"'
    return Response(
        json.dumps(content, ensure_ascii=False), refusal.status, headers,
        media_type="application/json" if refusal.oauth else "application/problem+json",
    )  # fmt: skip
