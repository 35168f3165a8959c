"""Comparing two answers to one question: what changed in each cell, and why."""

from typing import Any
from uuid import UUID

import orjson

from referral_api.audit.log import record
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers.counts import scope_of
from referral_api.domain.figures.answers.operations import day_of, find_answer
from referral_api.domain.figures.definitions.definition import Definition, Measure
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.domain.figures.differences.changes import (
    Changes,
    Place,
    Values,
    adds_up,
    changes_between,
)
from referral_api.domain.figures.differences.responses import to_cells, values_of
from referral_api.domain.figures.differences.schemas import CellDifference, DifferenceRead
from referral_api.errors import NotFound
from referral_api.errors.figures import (
    AnswersNotComparable,
    NotAdditive,
    NotRecomputable,
    NotTheSameRows,
)
from referral_api.permissions import FigurePermission


async def compare_answers(
    transaction: Transaction, code: str, from_query: UUID, to_query: UUID
) -> DifferenceRead:
    """Say for each cell of two answers what changed, in reasons that add up.

    NotFound without such a figure or answer; AnswersNotComparable for answers to two questions;
    NotAdditive for a median or a share; NotTheSameRows for an answer about the rows of others;
    NotRecomputable if the data of a cut no longer give its answer.
    """
    definition = DEFINITIONS.get(code)
    if definition is None:
        raise NotFound
    old, new = [await find_answer(transaction, query) for query in (from_query, to_query)]
    _check(transaction, definition, old, new)
    by, said = tuple(old["by"]), [orjson.loads(answer["answer"]) for answer in (old, new)]
    divided = await changes_between(transaction, definition, by, old, new)
    whole = (
        divided.of_all()
        if adds_up(definition, by)
        else await changes_between(transaction, definition, (), old, new)
    )
    is_of_before = old["definition_version"] < definition.version
    (total,) = _explain(
        (), whole, [[answer["total"]] for answer in said], is_of_before=is_of_before
    )
    cells = (
        _explain(by, divided, [answer["cells"] for answer in said], is_of_before=is_of_before)
        if by
        else []
    )
    await record(transaction, FigurePermission.COMPARE, "figure", to_query, code=code)
    return DifferenceRead(
        code=code, from_query=from_query, to_query=to_query, since=day_of(old["since"]),
        before=day_of(old["before"]), by=list(by), scope=old["scope"], total=total, cells=cells,
    )  # fmt: skip


def _check(transaction: Transaction, definition: Definition, old: Row, new: Row) -> None:
    own = {row["organisation_id"] for row in (old, new) if row["scope"] == "own"}
    mine = {transaction.actor.organisation_id}
    if (
        any(row["scope"] != scope_of(transaction, definition) for row in (old, new))
        or not own <= mine
    ):
        raise NotTheSameRows
    same = {
        "figure": old["code"] == new["code"] == definition.code,
        "period": (old["since"], old["before"]) == (new["since"], new["before"]),
        "dimensions": old["by"] == new["by"],
    }
    if not all(same.values()):
        raise AnswersNotComparable(differ=[what for what, is_same in same.items() if not is_same])
    if definition.measure not in {Measure.NUMBER, Measure.SUM}:
        raise NotAdditive
    if new["definition_version"] != definition.version:
        raise NotRecomputable(answer="to_query")
    is_asked = set(old["by"]) <= set(definition.dimensions)
    if not is_asked or (old["since"] is None) is not (definition.date is None):
        raise NotRecomputable(answer="from_query")


def _explain(
    by: Place, changes: Changes, said: list[list[Any]], *, is_of_before: bool
) -> list[CellDifference]:
    """Hold what was said against what is counted now, and show the reasons of each cell.

    Only the first answer may be one of an earlier version of the figure.
    """
    stated, reached = [values_of(by, cells) for cells in said]
    if is_of_before:
        changes.tell_version(stated)
    elif _told(changes.before) != _told(stated):
        raise NotRecomputable(answer="from_query")
    if _told(changes.after) != _told(reached):
        raise NotRecomputable(answer="to_query")
    return to_cells(by, stated, reached, changes.reasons)


def _told(values: Values) -> Values:
    return {place: value for place, value in values.items() if value}
