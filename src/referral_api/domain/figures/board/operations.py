"""Viewing the board: its questions are asked at one cut, and what is stored is not counted again.

The coordination counts the country, a body that is bound to regions counts these, and any other
organisation counts its own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.answers import cuts
from referral_api.domain.figures.answers.reuse import AnswersOfCut
from referral_api.domain.figures.answers.schemas import CutRead, FigureAnswerRead
from referral_api.domain.figures.board.parts import BoardPart, questions
from referral_api.domain.figures.board.schemas import (
    BoardFigureRead,
    BoardProgressRead,
    BoardRead,
)
from referral_api.domain.figures.definitions.sources import UNKNOWN_CODES
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.domain.network.organisations.coordinations import find_bound_regions
from referral_api.domain.network.organisations.queries import find_names
from referral_api.errors import Forbidden, MalformedInput
from referral_api.permissions import BoardPermission

# The period of a board, if none is asked for, ends with the day of the cut.
_DAYS = timedelta(days=90)
_LONGEST = timedelta(days=366 * 5)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BoardAsked:
    """What the caller asks: a part, perhaps a period, regions and a cut."""

    part: BoardPart
    since: date | None = None
    before: date | None = None
    regions: Sequence[Region] = ()
    cut_id: UUID | None = None

    def at(self, cut: CutRead) -> tuple[date, date]:
        """Return the period; MalformedInput for half of one, or one that ends before it begins."""
        if (self.since is None) is not (self.before is None):
            missing = "from" if self.since is None else "to"
            raise MalformedInput(errors=[{"pointer": f"query:{missing}", "code": "missing"}])
        before = self.before or cut.taken_at.date() + _DAY
        since = self.since or before - _DAYS
        if not since < before <= since + _LONGEST:
            raise MalformedInput(errors=[{"pointer": "query:to", "code": "out_of_range"}])
        return since, before


async def view_board(
    transaction: Transaction, asked: BoardAsked, seconds: float
) -> BoardRead | BoardProgressRead:
    """Count a part of the board as of now, or of a cut; or say how far the counting is.

    NotFound without such a cut; Forbidden for a body that asks beyond its regions; MalformedInput
    for a period that is none, and for regions if not the coordination asks. Counting begins no
    question after so many ``seconds``.
    """
    regions = await _regions(transaction, asked.regions)
    cut = await _cut(transaction, asked.cut_id)
    since, before = asked.at(cut)
    wanted = list(questions(asked.part, since, before, regions))
    answers = await AnswersOfCut.read(transaction, cut.id)
    counted = await answers.count(transaction, wanted, seconds)
    if counted < len(wanted):
        await record(transaction, BoardPermission.READ, "board", cut.id, code="counting")
        return BoardProgressRead(counted=counted, of=len(wanted), cut_id=cut.id)
    told = [found for question in wanted if (found := answers.find(question))]
    await record(transaction, BoardPermission.READ, "board", cut.id, code=asked.part)
    scope = "own" if transaction.scope != "flow" else "regions" if regions else "country"
    return BoardRead(
        part=asked.part, scope=scope, regions=[Region[code] for code in regions], since=since,
        before=before, cut_id=cut.id, cut_taken_at=cut.taken_at, figures=list(map(_figure, told)),
        organisations=await find_names(transaction, _receivers(told)),
    )  # fmt: skip


async def _regions(transaction: Transaction, asked: Sequence[Region]) -> tuple[str, ...]:
    """Say which regions alone are counted; none: everywhere."""
    if transaction.scope != "flow":
        if asked:
            raise MalformedInput(errors=[{"pointer": "query:region", "code": "unknown_parameter"}])
        return ()
    bound = await find_bound_regions(transaction)
    if bound and not set(asked) <= set(bound):
        raise Forbidden
    return tuple(sorted(set(map(str, asked)))) or bound


async def _cut(transaction: Transaction, cut_id: UUID | None) -> CutRead:
    if cut_id is not None:
        return await cuts.show_cut(transaction, cut_id)
    return cuts.to_response(await cuts.cut_for_answer(transaction))


def _figure(told: FigureAnswerRead) -> BoardFigureRead:
    answer = told.answer
    definition = DEFINITIONS[answer.code]
    return BoardFigureRead(
        code=answer.code, name_fr=definition.fr, name_en=definition.en, unit=definition.unit,
        measure=definition.measure, query_id=told.id, by=answer.by, total=answer.total,
        cells=answer.cells,
    )  # fmt: skip


def _receivers(told: Sequence[FigureAnswerRead]) -> list[UUID]:
    """Name the receivers that are known."""
    named = {cell.by.get("receiver") for answer in told for cell in answer.answer.cells}
    return [UUID(name) for name in sorted(filter(None, named - UNKNOWN_CODES))]
