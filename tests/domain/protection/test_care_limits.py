"""The operator says how long an assessment and a plan may take; the clocks ring by it."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from referral_api.domain.casework.clocks.due import times_of
from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.deadline_policy import (
    HANDOFF_CLOCKS,
    POLICE_PROTECTION,
    REFERRAL_CLOCKS,
)
from referral_api.domain.protection.care_limits import CareLimits

_HOUR = timedelta(hours=1)


def test_the_clocks_ring_by_the_settings() -> None:
    limits = CareLimits(
        assessment_within=_HOUR, plan_within=2 * _HOUR, best_interests_within=3 * _HOUR
    )
    fixed = (REFERRAL_CLOCKS, HANDOFF_CLOCKS, POLICE_PROTECTION)
    times = times_of(*fixed, care=limits.care_times)
    assert set(times[NoticeKind.ASSESSMENT_FIRST].values()) == {_HOUR}
    assert set(times[NoticeKind.PLAN_FOR_HIGH_RISK].values()) == {2 * _HOUR}
    assert set(times[NoticeKind.BEST_INTERESTS_FIRST].values()) == {3 * _HOUR}
    by_default = times_of(*fixed)
    assert set(by_default[NoticeKind.ASSESSMENT_FIRST].values()) == {72 * _HOUR}
    assert set(by_default[NoticeKind.BEST_INTERESTS_FIRST].values()) == {72 * _HOUR}
    assert set(by_default[NoticeKind.PLAN_FOR_HIGH_RISK].values()) == {24 * _HOUR}


@pytest.mark.parametrize("name", ["assessment_within", "best_interests_within", "plan_within"])
def test_no_limit_is_nothing(name: str) -> None:
    with pytest.raises(ValidationError):
        CareLimits(**{name: timedelta()})  # type: ignore[arg-type]
