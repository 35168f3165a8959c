"""No help waits for what is done for a child: what gives help does not know of it."""

from pathlib import Path

import pytest

from referral_api.domain import protection
from referral_api.domain.codelists.own_views import STOPPED_BY, StoppedAct, ViewTopic

_HOME = Path(str(protection.__file__)).parent


@pytest.mark.parametrize("helping", ["referrals", "stays", "services_given", "means", "capacity"])
def test_what_helps_asks_for_no_age_no_guardian_and_no_view(helping: str) -> None:
    modules = sorted((_HOME / helping).glob("*.py"))
    assert modules
    for module in modules:
        assert "protection.children" not in module.read_text(encoding="utf-8"), module.name


def test_a_refusal_stops_each_act_by_one_topic_and_never_where_the_person_lives() -> None:
    assert sorted(STOPPED_BY.values()) == sorted(StoppedAct)
    assert not {ViewTopic.WHERE_TO_LIVE, ViewTopic.AGE_ASSESSMENT} & STOPPED_BY.keys()
