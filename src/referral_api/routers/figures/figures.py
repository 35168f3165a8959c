"""Figures (chiffres): what is counted, and the answers that stay the same."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from referral_api.domain.figures.answers import operations
from referral_api.domain.figures.answers.schemas import Dimension, FigureAnswerRead, FigureRead
from referral_api.domain.figures.differences.operations import compare_answers
from referral_api.domain.figures.differences.schemas import DifferenceRead
from referral_api.domain.figures.series.operations import follow_figure
from referral_api.domain.figures.series.schemas import SeriesRead
from referral_api.http.dependencies import Several, requires, requires_to_count
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import FigurePermission
from referral_api.schemas import Day

router = guarded_router("/v1/figures", "figures")

CutOf = Annotated[UUID | None, Query(description="Count as of this cut. Unset: as of now.")]
WithGrowth = Annotated[
    bool | None, Query(description="True: the growth since the year before, where lines join.")
]
FigurePath = Annotated[
    str,
    Path(max_length=80, pattern=r"^[a-z]+\.[a-z0-9_]+$", description="The code of the figure."),
]


@router.get("", response_model=Page[FigureRead])
async def list_figures(
    call: Annotated[RequestContext, requires(FigurePermission.LIST)],
) -> Response:
    """List all figures with their definitions: what is counted, by which date, divided by what."""
    page = await operations.list_figures(call.transaction)
    return call.respond_page(page)


@router.get("/{code}", response_model=FigureAnswerRead)
async def ask_figure(
    call: Annotated[RequestContext, requires_to_count(FigurePermission.ASK)],
    code: FigurePath,
    since: Annotated[
        Day | None, Query(alias="from", description="The first day of the period.")
    ] = None,
    before: Annotated[
        Day | None, Query(alias="to", description="The day after the last one of the period.")
    ] = None,
    by: Several[Dimension] = None,
    cut_id: CutOf = None,
) -> Response:
    """Count a figure, and keep the answer under its query id.

    The coordination counts the country, any other organisation its own rows. The answer can be read
    again under `/v1/figure-answers/{id}`, to the digit, and counted again from the history.
    """
    result = await operations.ask_figure(call.transaction, code, since, before, by or [], cut_id)
    return call.respond(result)


@router.get("/{code}/series", response_model=SeriesRead)
async def follow_figure_by_year(
    call: Annotated[RequestContext, requires_to_count(FigurePermission.FOLLOW)],
    code: FigurePath,
    from_year: Annotated[int, Query(ge=1960, le=2200, description="The first year.")],
    to_year: Annotated[int, Query(ge=1960, le=2200, description="The last year, of 60 at most.")],
    cut_id: CutOf = None,
    growth: WithGrowth = None,
) -> Response:
    """Follow a figure through the years: the totals of others and what is counted, never added.

    Only the coordination sees totals of others. A number is flagged `b` where a break is recorded,
    or where it does not compare with any of the year before.
    """
    result = await follow_figure(
        call.transaction, code, from_year, to_year, cut_id, growth=bool(growth)
    )
    return call.respond(result)


@router.get("/{code}/difference", response_model=DifferenceRead)
async def compare_figure(
    call: Annotated[RequestContext, requires_to_count(FigurePermission.COMPARE)],
    code: FigurePath,
    from_query: Annotated[UUID, Query(description="The query id of the first answer.")],
    to_query: Annotated[UUID, Query(description="The query id of the second answer.")],
) -> Response:
    """Say why two answers to the same question differ, in reasons that add up.

    Both are counted again from the history. 409 for answers to two questions, for medians and
    shares, and where the data of a cut no longer give the answer.
    """
    result = await compare_answers(call.transaction, code, from_query, to_query)
    return call.respond(result)
