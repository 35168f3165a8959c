"""What a figure was in each cell at two cuts, and what changed between them by reason."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.series import DifferenceReason
from referral_api.domain.figures.answers.counting import SEVERAL
from referral_api.domain.figures.answers.counts import counting, parameters_of
from referral_api.domain.figures.definitions.definition import Definition, Once
from referral_api.domain.figures.differences.statement import difference_statement

# The values of a cell's dimensions, in the order of the question.
Place = tuple[str, ...]
Values = dict[Place, Decimal]
# What came and what left.
Parts = tuple[Decimal, Decimal]
ZERO = Decimal()
_MOVED = DifferenceReason.ATTRIBUTE_CORRECTED


@dataclass(frozen=True, slots=True)
class Changes:
    """``before`` and ``after`` are what the present definition counts at the two cuts."""

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reasons: dict[Place, dict[DifferenceReason, Parts]] = field(default_factory=dict)

    def tell_version(self, stated: Values) -> None:
        """Add what another version of the definition had said at the first cut."""
        for place in stated.keys() | self.before.keys():
            change = self.before.get(place, ZERO) - stated.get(place, ZERO)
            self.tell(place, DifferenceReason.DEFINITION_VERSION, _parts(change))

    def of_all(self) -> Self:
        """Add up the cells: right only where nothing counts in two of them."""
        whole = type(self)(
            {(): sum(self.before.values(), ZERO)}, {(): sum(self.after.values(), ZERO)}
        )
        for reason in DifferenceReason:
            told = [reasons[reason] for reasons in self.reasons.values() if reason in reasons]
            added, removed = [sum(part, ZERO) for part in zip(*told, strict=True)] or (ZERO, ZERO)
            # What moved from one cell to another is no change of all.
            parts = _parts(added - removed) if reason is _MOVED else (added, removed)
            whole.tell((), reason, parts)
        return whole

    def tell(self, place: Place, reason: DifferenceReason, parts: Parts) -> None:
        """Add a reason to a cell, unless nothing came or left for it."""
        if any(parts):
            self.reasons.setdefault(place, {})[reason] = parts


async def changes_between(
    transaction: Transaction, definition: Definition, by: Place, old: Row, new: Row
) -> Changes:
    """Count a question at the cuts of two answers, and find what changed."""
    values = parameters_of(old, "old") | parameters_of(new, "new")
    if definition.date is not None:
        values |= {"since": old["since"], "before": old["before"]}
    # The later cut holds what the earlier one holds.
    later = max(old, new, key=lambda answer: answer["taken_at"])
    async with counting(transaction, definition, later) as history:
        rows = await history.all(difference_statement(definition, by), **values)
    found = Changes()
    for row in rows:
        place = tuple(row[f"by_{name}"] for name in by)
        match row["why"]:
            case "old":
                found.before[place] = row["removed"]
            case "new":
                found.after[place] = row["added"]
            case why:
                found.reasons.setdefault(place, {})[DifferenceReason(why)] = (
                    row["added"], row["removed"],
                )  # fmt: skip
    return found


def adds_up(definition: Definition, by: Place) -> bool:
    """Say whether nothing counts in two cells, so that the cells add up to the total."""
    return definition.once is not Once.IN_PERIOD and not SEVERAL & set(by)


def _parts(change: Decimal) -> Parts:
    return max(change, ZERO), max(-change, ZERO)
