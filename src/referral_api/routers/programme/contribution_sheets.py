"""The form of a contribution as a workbook: the empty form, and the filled ones."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from referral_api.domain.programme.contributions.schemas import ContributionRead
from referral_api.http.dependencies import requires, requires_to_change, requires_to_create
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ContributionPermission
from referral_api.reports.contribution_sheet import taking
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE, MOST_BYTES

router = guarded_router("/v1/contributions", "contributions")
_Form = Annotated[
    bytes,
    Body(
        media_type=MEDIA_TYPE,
        min_length=1,
        max_length=MOST_BYTES,
        description="The form, filled in: 256 KiB at most.",
    ),
]


@router.get(
    "/template", response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)  # fmt: skip
async def read_contribution_template(
    call: Annotated[RequestContext, requires(ContributionPermission.READ_TEMPLATE)],
) -> Response:
    """Download the empty form: one sheet in French, which prints on one page of A4."""
    form = await taking.read_template(call.transaction)
    return call.respond_file(form, MEDIA_TYPE, "contribution.xlsx")


@router.post("/sheet", status_code=201, response_model=ContributionRead)
async def create_contribution_by_sheet(
    call: Annotated[
        RequestContext,
        requires_to_create(ContributionPermission.CREATE, location="/v1/contributions"),
    ],
    form: _Form,
) -> Response:
    """Give the totals of your organisation as the filled form.

    A refusal names each wrong cell by its place, such as `cell:C9`. A formula counts as text: write
    the number.
    """
    result = await taking.create_by_sheet(call.transaction, call.media_type, form)
    return call.respond(result)


@router.post("/{contribution_id}/correct-by-sheet", response_model=ContributionRead)
async def correct_contribution_by_sheet(
    call: Annotated[RequestContext, requires_to_change(ContributionPermission.CORRECT)],
    contribution_id: UUID,
    form: _Form,
) -> Response:
    """Correct a contribution by the form of the same period, filled in anew."""
    result = await taking.correct_by_sheet(
        call.transaction, contribution_id, call.media_type, form, call.version
    )
    return call.respond(result)
