"""The register of yearly values of the plan's indicators."""

from referral_api.domain.programme.plan_indicators.records import PLAN_INDICATORS
from referral_api.domain.programme.plan_values.schemas import PlanValueContents, PlanValueRead
from referral_api.domain.programme.plan_values.tables import PlanValue
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PlanValuePermission as May

PLAN_VALUES = Register(
    PlanValue, PlanValueRead, PlanValueContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PlanValue, "indicator_id", "year"), decimals=("value",),
    rests_on={"indicator_id": PLAN_INDICATORS},
)  # fmt: skip
