"""Reports (rapports): the country's contribution, as data and as documents."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.programme import Population
from referral_api.http.dependencies import requires_to_count
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ReportPermission
from referral_api.reports.contribution_report.asked import Asked
from referral_api.reports.contribution_report.schemas import ReportProgressRead
from referral_api.reports.contribution_report.serving import MEDIA_TYPES, serve_report
from referral_api.schemas import Day

router = guarded_router("/v1/reports", "reports")
_CONTENT: dict[str, Any] = {
    media_type: {"schema": {"type": "object"} if media_type.endswith("json") else
                 {"type": "string", "format": "binary"}}
    for media_type in MEDIA_TYPES
}  # fmt: skip


@router.get(
    "/contribution", response_class=Response,
    responses={200: {"content": _CONTENT}, 202: {"model": ReportProgressRead}},
)  # fmt: skip
async def make_contribution_report(
    call: Annotated[RequestContext, requires_to_count(ReportPermission.MAKE)],
    request_id: Annotated[
        UUID | None, Query(alias="request", description="The request that it answers.")
    ] = None,
    since: Annotated[
        Day | None, Query(alias="from", description="Without a request: the first day.")
    ] = None,
    before: Annotated[
        Day | None,
        Query(alias="to", description="Without a request: the day after the last one."),
    ] = None,
    population: Annotated[
        Population | None, Query(description="Tables show this population and the totals only.")
    ] = None,
    language: Annotated[
        Literal["fr", "en"], Query(description="The language of the report.")
    ] = "fr",
    cut_id: Annotated[
        UUID | None,
        Query(description="The cut of its figures. Unset: that of the frozen request, or now."),
    ] = None,
    earlier_cut_id: Annotated[
        UUID | None,
        Query(description="The cut of an earlier report: what has changed since is shown."),
    ] = None,
) -> Response:
    """Make the contribution of the country, as the coordination: JSON, CSV, DOCX or PDF by
    `Accept`.

    A figure that was counted at the cut is not counted again: the same cut gives the same figures.
    202 tells how many figures are counted; ask again at its `Location`.
    """
    asked = Asked(request_id, since, before, population, language, cut_id, earlier_cut_id)
    result = await serve_report(call, asked)
    return call.respond_long(result)
