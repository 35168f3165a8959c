"""The register of indicators of the action plan."""

from collections.abc import Iterator

from referral_api.domain.programme.plan_indicators.schemas import (
    PlanIndicatorContents,
    PlanIndicatorRead,
)
from referral_api.domain.programme.plan_indicators.tables import PlanIndicator
from referral_api.domain.programme.plan_objectives.records import PLAN_OBJECTIVES
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PlanIndicatorPermission as May


def find_faults(indicator: PlanIndicatorContents) -> Iterator[tuple[str, str]]:
    """Find a value without its year, and a year without its value."""
    for end in ("base", "target"):
        year, value = getattr(indicator, f"{end}_year"), getattr(indicator, f"{end}_value")
        if (year is None) != (value is None):
            yield f"{end}_year" if year is None else f"{end}_value", "missing"


PLAN_INDICATORS = Register(
    PlanIndicator, PlanIndicatorRead, PlanIndicatorContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PlanIndicator, "objective_id"), decimals=("base_value", "target_value"),
    faults=find_faults, rests_on={"objective_id": PLAN_OBJECTIVES},
)  # fmt: skip
