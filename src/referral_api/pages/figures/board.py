"""The board: what nobody answered, what is late, which places are free, which needs are not met.

Each number leads to its list. No person is named on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse

from referral_api.domain.figures.board.parts import BoardPart
from referral_api.domain.figures.board.schemas import BoardRead
from referral_api.http.late_response import Unfinished
from referral_api.pages.acts.asking import asked_of, refuse_asking
from referral_api.pages.acts.filters import filters_form
from referral_api.pages.acts.running import check_ids, check_query, run
from referral_api.pages.addresses import PREFIX, address_of
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.figures.behind import link_behind
from referral_api.pages.figures.tables import TableShown, table_of
from referral_api.pages.figures.words import unit_words
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.route import VisitorPage
from referral_api.pages.visit import Visit

BOARD = f"{PREFIX}/tableau"
# More rows than these stand on the page of the answer.
_MOST = 40


@dataclass(frozen=True, slots=True)
class BoardFigure:
    """One figure of the board."""

    name: str
    unit: str
    table: TableShown
    address: str | None  # the answer, as it is kept
    sign: str


async def show_overview(visit: Visit) -> Response:
    """Lead to the first part of the board."""
    return RedirectResponse(part_address(visit, BoardPart.OVERVIEW), 303)


async def show_board(visit: Visit, operation: Operation) -> Response:
    """Show a part of the board, or how far its counting is."""
    asked = asked_of(visit, operation)
    values = check_ids(operation, visit.ids)
    try:
        values |= check_query(operation, asked.given)
    except RequestValidationError as wrong:
        return await refuse_asking(visit, operation, asked, wrong)
    async with visit.open(operation) as call:
        result = await run(call, operation, values)
    if isinstance(result, Unfinished):
        return show_counting(visit, operation, result, asked.given)
    return visit.show(
        "figures/board.html", operation=operation, board=result, part=visit.ids["part"],
        figures=list(_figures(visit, result)),
        parts=[(each, part_address(visit, each)) for each in BoardPart],
        filters_form=filters_form(visit, operation, asked),
    )  # fmt: skip


def part_address(visit: Visit, part: BoardPart) -> str:
    """Return the address of a part, with what is asked of this one but its cut."""
    kept = [
        (name, value) for name, value in visit.request.query_params.multi_items()
        if value and name != "cut_id"
    ]  # fmt: skip
    path = f"{BOARD}/{part}"
    return f"{path}?{urlencode(kept)}" if kept else path


def show_counting(
    visit: Visit, operation: Operation, result: Unfinished, given: Mapping[str, str]
) -> Response:
    """Say how far the counting is, and where it goes on; nothing is counted twice."""
    query = urlencode({**given, **result.again})
    told = result.told.model_dump()
    return visit.show(
        "figures/counting.html", 202, operation=operation, counted=told["counted"],
        of=told["of"], again=f"{visit.request.url.path}?{query}",
    )  # fmt: skip


def _figures(visit: Visit, board: BoardRead) -> Iterator[BoardFigure]:
    answer = OPERATIONS["read_answer"]
    may_read = visit.may(answer.permission)
    for figure in board.figures:
        unit = str(figure.unit)
        yield BoardFigure(
            figure.name_fr if visit.language == "fr" else figure.name_en,
            unit_words(unit, visit.language),
            table_of(
                figure.by, figure.total, figure.cells, unit, visit.language, board.organisations,
                link_behind(visit, figure.code), _MOST,
            ),
            address_of(answer, {"answer_id": figure.query_id}) if may_read else None,
            str(figure.query_id)[-4:].upper(),
        )  # fmt: skip


SHOWN["view_coordination_board"] = show_board
BOARD_PAGES = (VisitorPage(BOARD, show_overview),)
