"""The settings of measures and of identification: who decides what, and how long it takes."""

from datetime import timedelta
from typing import Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from referral_api.domain.codelists.measures import MeasureKind
from referral_api.domain.identification.decisions import lifecycle as decisions
from referral_api.domain.identification.reconsiderations.terms import RECONSIDERATION_DAYS
from referral_api.domain.protection.measures import deciders as table
from referral_api.domain.protection.measures.terms import (
    LEAST_RECOVERY,
    MEASURE_TELLING_DAYS,
    NON_PUNISHMENT_REMINDER_DAYS,
    RECOVERY_DAYS,
    RISK_ASSESSMENT_DAYS,
    MeasureTerms,
)
from referral_api.permissions import Role

_TOO_SHORT = "Name adult and child, each with 30 to 365 days."


class MeasureSettings(BaseSettings):
    """The part of the settings that the national manual would say."""

    deciders: dict[str, frozenset[Role]] = Field(
        decisions.EVERY_DECIDER, title="Deciders",
        description="Which roles decide each step of identification and of a reconsideration, as"
        " JSON; the steps that are left out keep their roles"
        " (docs/generated/lifecycles.md#who-decides).",
    )  # fmt: skip
    measure_deciders: dict[MeasureKind, tuple[tuple[str, ...], ...]] = Field(
        table.MEASURE_DECIDERS, title="Deciders of measures",
        description="Who decides on each kind of measure, as JSON: one list for each signature that"
        " is needed, of roles, `role@type of organisation` or `role@custodian`"
        " (docs/generated/lifecycles.md#who-decides).",
    )  # fmt: skip
    measure_kinds_enabled: tuple[MeasureKind, ...] = Field(
        (), title="Kinds of measures",
        description="The kinds of measures that are used here, as JSON. Empty: all of them.",
    )  # fmt: skip
    recovery_automatic: bool = Field(
        default=True, title="Automatic recovery period",
        description="Whether a recovery and reflection period begins with each presumption.",
    )  # fmt: skip
    recovery_days: dict[str, int] = Field(
        RECOVERY_DAYS, title="Recovery period",
        description="Its days for an `adult` and for a `child`, as JSON; 30 at least.",
    )  # fmt: skip
    risk_assessment_days: int = Field(
        RISK_ASSESSMENT_DAYS, title="Age of a risk assessment", ge=1, le=365,
        description="So many days old, at most, is the one that a return, a reunification or a"
        " placement rests on.",
    )  # fmt: skip
    measure_telling_days: int = Field(
        MEASURE_TELLING_DAYS, title="Telling of a measure", ge=1, le=90,
        description="Within so many days the person is told of a decision on a measure.",
    )  # fmt: skip
    non_punishment_reminder_days: int = Field(
        NON_PUNISHMENT_REMINDER_DAYS, title="Reminder of a notice", ge=1, le=365,
        description="After so many days a non-punishment notice without an answer is told of.",
    )  # fmt: skip
    reconsideration_days: int = Field(
        RECONSIDERATION_DAYS, title="Reconsideration", ge=1, le=365,
        description="Within so many days a negative decision is contested without a reason for the"
        " delay, and the request decided; then the coordination is told.",
    )  # fmt: skip

    @field_validator("deciders")
    @classmethod
    def _decide(cls, given: dict[str, frozenset[Role]]) -> Any:
        return decisions.check_table(given)

    @field_validator("measure_deciders")
    @classmethod
    def _decide_on_measures(cls, given: dict[MeasureKind, Any]) -> Any:
        return table.check_table(given)

    @field_validator("recovery_days")
    @classmethod
    def _is_long_enough(cls, given: dict[str, int]) -> dict[str, int]:
        if given.keys() != RECOVERY_DAYS.keys() or not all(
            LEAST_RECOVERY <= days <= 365 for days in given.values()
        ):
            raise ValueError(_TOO_SHORT)
        return given

    @property
    def measure_terms(self) -> MeasureTerms:
        """What operations on measures need."""
        return MeasureTerms(
            self.measure_deciders, frozenset(self.measure_kinds_enabled or MeasureKind),
            self.recovery_automatic, self.recovery_days, timedelta(days=self.risk_assessment_days),
            timedelta(days=self.measure_telling_days),
            timedelta(days=self.non_punishment_reminder_days),
        )  # fmt: skip

    @property
    def reconsideration_time(self) -> timedelta:
        """Within which a reconsideration is asked for, and decided."""
        return timedelta(days=self.reconsideration_days)
