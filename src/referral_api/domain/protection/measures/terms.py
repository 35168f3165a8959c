"""What the installation decides about measures: who decides, and how long each time is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from referral_api.domain.codelists.measures import MeasureKind
from referral_api.domain.protection.measures.deciders import MEASURE_DECIDERS, Deciders

# Of a recovery period; the Parliament's minimum is the same for everybody.
LEAST_RECOVERY = 30
RECOVERY_DAYS = {"adult": 30, "child": 90}
# A risk assessment is not older than this; the person is told within so many days; who was sent a
# notice is reminded after so many; a placement is reviewed after so many; and a determination
# follows an emergency placement within so many.
RISK_ASSESSMENT_DAYS = 30
MEASURE_TELLING_DAYS = 5
NON_PUNISHMENT_REMINDER_DAYS = 15
PLACEMENT_REVIEW = timedelta(days=90)
LATE_DETERMINATION = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MeasureTerms:
    """The settings that operations on measures need."""

    deciders: Deciders = field(default_factory=lambda: MEASURE_DECIDERS)
    kinds: frozenset[MeasureKind] = frozenset(MeasureKind)
    recovery_automatic: bool = True
    recovery_days: Mapping[str, int] = field(default_factory=lambda: RECOVERY_DAYS)
    risk_assessment: timedelta = timedelta(days=RISK_ASSESSMENT_DAYS)
    telling: timedelta = timedelta(days=MEASURE_TELLING_DAYS)
    non_punishment_reminder: timedelta = timedelta(days=NON_PUNISHMENT_REMINDER_DAYS)

    def days_of_recovery(self, *, child: bool) -> int:
        """Return how long a recovery period lasts."""
        return self.recovery_days["child" if child else "adult"]
