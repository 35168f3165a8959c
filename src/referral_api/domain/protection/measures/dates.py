"""The days of a measure, and the instants at which the clock acts on them. Mali is on UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from referral_api.domain.codelists.measures import MeasureKind, NonPunishmentAnswer
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.protection.measures.conditions import is_determined_later
from referral_api.domain.protection.measures.kinds import RULES
from referral_api.domain.protection.measures.schemas import MeasureGrant
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.measures.terms import (
    LATE_DETERMINATION,
    PLACEMENT_REVIEW,
    MeasureTerms,
)
from referral_api.errors import MalformedInput

_DAY = timedelta(days=1)


def begin_of(day: date) -> datetime:
    """Return the instant at which a day begins."""
    return datetime.combine(day, time(), UTC)


def end_of(day: date | None) -> datetime | None:
    """Return the instant at which a day has ended."""
    return None if day is None else begin_of(day + _DAY)


def out_of_range(*names: str) -> MalformedInput:
    """Make the refusal of members that are out of range."""
    return MalformedInput(
        errors=[{"pointer": f"/{name}", "code": "out_of_range"} for name in names]
    )


def set_dates(
    measure: Measure, grant: MeasureGrant, case: Any, now: datetime, terms: MeasureTerms
) -> None:
    """Set the days of a measure that is granted now."""
    kind, today = MeasureKind(measure.kind), now.date()
    if kind is MeasureKind.RECOVERY_PERIOD:
        _set_recovery(measure, grant, today)
    else:
        _set_days(measure, grant, today, begins=RULES[kind].by_clock)
    if RULES[kind].by_clock and measure.starts_on is not None:
        measure.starts_at = begin_of(measure.starts_on)
    measure.ends_at = end_of(measure.ends_on)
    measure.review_by = grant.review_by
    if kind is MeasureKind.CHILD_PLACEMENT:
        _set_placement(measure, case, now)
    if measure.review_by is not None and measure.review_by < today:
        raise out_of_range("review_by")
    measure.review_at = end_of(measure.review_by)
    if kind is MeasureKind.NON_PUNISHMENT_NOTICE:
        measure.sent_on, measure.answer = today, NonPunishmentAnswer.AWAITED
        measure.answer_by = now + terms.non_punishment_reminder


def _set_days(measure: Measure, grant: MeasureGrant, today: date, *, begins: bool) -> None:
    measure.starts_on = grant.starts_on or (today if begins else None)
    measure.ends_on = grant.ends_on or measure.valid_until
    if measure.ends_on and measure.ends_on < max(measure.starts_on or today, today):
        raise out_of_range("ends_on")


def _set_placement(measure: Measure, case: Any, now: datetime) -> None:
    """A placement is looked at again every three months, and its determination is not put off."""
    latest = now.date() + PLACEMENT_REVIEW
    measure.review_by = measure.review_by or latest
    if measure.review_by > latest:
        raise out_of_range("review_by")
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    if child and is_determined_later(measure):
        measure.determine_by = now + LATE_DETERMINATION


def _set_recovery(measure: Measure, grant: MeasureGrant, today: date) -> None:
    """A recovery period has its whole length from the day of the decision, or a later one."""
    if grant.ends_on is not None:
        raise out_of_range("ends_on")
    if grant.starts_on is not None and grant.starts_on < today:
        raise out_of_range("starts_on")
    measure.starts_on = grant.starts_on or max(measure.starts_on or today, today)
    measure.ends_on = measure.starts_on + timedelta(days=measure.days or 0)


def check_fact(
    day: date, now: datetime, since: date | None = None, name: str = "happened_on"
) -> None:
    """Refuse a fact of the future, or one from before what led to it."""
    if day > now.date() or (since is not None and day < since):
        raise out_of_range(name)
