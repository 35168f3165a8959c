"""The answers of one cut, each counted once: what was stored is read, and only the rest counted."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers.counts import regions_of, scope_of
from referral_api.domain.figures.answers.operations import ask_figure, to_response
from referral_api.domain.figures.answers.schemas import FigureAnswerRead
from referral_api.domain.figures.answers.tables import Cut, FigureAnswer
from referral_api.domain.figures.definitions.table import DEFINITIONS

_A: Any = FigureAnswer.__table__.c  # type: ignore[attr-defined]
_C: Any = Cut.__table__.c  # type: ignore[attr-defined]
# The oldest first: two callers may have asked the same at once, and one of the answers is kept to.
_OF_CUT = Statement(
    select(*_A, _C.taken_at)
    .join(Cut, _C.id == _A.cut_id)
    .where(
        _A.cut_id == bindparam("cut_id", type_=_A.cut_id.type),
        or_(
            _A.scope != literal_code("own"),
            _A.organisation_id == bindparam("owner_id", type_=_A.organisation_id.type),
        ),
    )
    .order_by(_A.id)
)


class Question(NamedTuple):
    """What is asked of a figure, everywhere or in some regions. A stock has no period."""

    code: str
    since: date | None
    before: date | None
    by: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class AnswersOfCut:
    """The answers of one cut in the caller's scope, by their questions."""

    def __init__(self, cut_id: UUID, stored: Mapping[Question, FigureAnswerRead]) -> None:
        self.cut_id = cut_id
        self._stored = dict(stored)

    @classmethod
    async def read(cls, transaction: Transaction, cut_id: UUID) -> Self:
        """Read what was answered at this cut by the definitions of today."""
        stored: dict[Question, FigureAnswerRead] = {}
        owner_id = transaction.actor.organisation_id
        for row in await transaction.all(_OF_CUT, cut_id=cut_id, owner_id=owner_id):
            definition = DEFINITIONS.get(row["code"])
            regions = regions_of(row["scope"])
            if (
                definition
                and definition.version == row["definition_version"]
                and row["scope"] == scope_of(transaction, definition, regions)
            ):
                told = to_response(row)
                answer = told.answer
                asked = Question(
                    answer.code, answer.since, answer.before, tuple(map(str, answer.by)), regions
                )
                stored.setdefault(asked, told)
        return cls(cut_id, stored)

    def find(self, question: Question) -> FigureAnswerRead | None:
        """Find the stored answer."""
        return self._stored.get(question)

    async def ask(self, transaction: Transaction, question: Question) -> FigureAnswerRead:
        """Return the stored answer, or count as of the cut and store what comes out."""
        if question not in self._stored:
            self._stored[question] = await ask_figure(
                transaction, question.code, question.since, question.before, question.by,
                self.cut_id, question.regions,
            )  # fmt: skip
        return self._stored[question]

    async def count(
        self, transaction: Transaction, wanted: Sequence[Question], seconds: float
    ) -> int:
        """Answer at least one question that is not, beginning none after so many ``seconds``;
        return how many are answered.
        """
        began = time.monotonic()
        counted = sum(self.find(question) is not None for question in wanted)
        for question in wanted:
            if self.find(question) is None:
                await self.ask(transaction, question)
                await transaction.rest()
                counted += 1
                if time.monotonic() - began > seconds:
                    break
        return counted
