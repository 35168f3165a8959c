"""Answers of figures: read again to the digit, and counted again from the history."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.figures.answers import operations
from referral_api.domain.figures.answers.schemas import FigureAnswerRead, VerificationRead
from referral_api.http.dependencies import requires, requires_to_count
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import FigurePermission

router = guarded_router("/v1/figure-answers", "figures")


@router.get("/{answer_id}", response_model=FigureAnswerRead)
async def read_answer(
    call: Annotated[RequestContext, requires(FigurePermission.READ)], answer_id: UUID
) -> Response:
    """Read an answer as it was given, whatever has changed since."""
    result = await operations.read_answer(call.transaction, answer_id)
    return call.respond(result)


@router.get("/{answer_id}/verification", response_model=VerificationRead)
async def verify_answer(
    call: Annotated[RequestContext, requires_to_count(FigurePermission.VERIFY)], answer_id: UUID
) -> Response:
    """Count an answer again as of its cut, and say whether the same comes out.

    An answer about the rows of one organisation can be counted again by that organisation alone.
    409 once the figure is defined in another way.
    """
    result = await operations.verify_answer(call.transaction, answer_id)
    return call.respond(result)
