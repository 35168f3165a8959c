"""The coordinator's board (tableau de bord): what waits now, and how the network answers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Response

from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.board.operations import BoardAsked
from referral_api.domain.figures.board.parts import BoardPart
from referral_api.domain.figures.board.schemas import BoardProgressRead, BoardRead
from referral_api.http.dependencies import Several, requires_to_count
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import BoardPermission
from referral_api.reports.coordination_board.serving import serve_board
from referral_api.schemas import Day

router = guarded_router("/v1/coordination", "figures")
_CONTENT: dict[str, Any] = {"text/csv": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/{part}", response_model=BoardRead,
    responses={200: {"content": _CONTENT}, 202: {"model": BoardProgressRead}},
)  # fmt: skip
async def view_coordination_board(
    call: Annotated[RequestContext, requires_to_count(BoardPermission.READ)],
    part: Annotated[BoardPart, Path(description="The part of the board.")],
    since: Annotated[
        Day | None, Query(alias="from", description="The first day. Unset: of the last 90.")
    ] = None,
    before: Annotated[
        Day | None, Query(alias="to", description="The day after the last one. Unset: tomorrow.")
    ] = None,
    region: Several[Region] = None,
    cut_id: Annotated[
        UUID | None, Query(description="Count as of this cut. Unset: as of now.")
    ] = None,
) -> Response:
    """View a part of the board as JSON, or as CSV by `Accept`: every number is an answer of a
    figure.

    The coordination counts the country, a body that is bound to regions counts these alone, and any
    other organisation counts its own rows. 202 tells how many figures are counted; ask again at its
    `Location`.
    """
    asked = BoardAsked(part, since, before, region or [], cut_id)
    result = await serve_board(call, asked)
    return call.respond_long(result)
