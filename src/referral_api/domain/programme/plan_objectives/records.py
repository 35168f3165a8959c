"""The register of objectives of the action plan."""

from collections.abc import Iterator

from referral_api.domain.programme.plan_objectives.schemas import (
    PlanObjectiveContents,
    PlanObjectiveRead,
)
from referral_api.domain.programme.plan_objectives.tables import PlanObjective
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PlanObjectivePermission as May


def find_faults(objective: PlanObjectiveContents) -> Iterator[tuple[str, str]]:
    """Find a last year before the first."""
    if objective.last_year < objective.first_year:
        yield "last_year", "out_of_range"


PLAN_OBJECTIVES = Register(
    PlanObjective, PlanObjectiveRead, PlanObjectiveContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PlanObjective, "pillar"), faults=find_faults,
)  # fmt: skip
