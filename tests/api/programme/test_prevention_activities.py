"""Prevention activities: for whom, where, how many, and why for fewer than hoped."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.programme import KINDS, an_entry
from tests.support.world import World

_ACTIVITY = KINDS["prevention_activity"]
_TRAINED = [{"profession": "police", "number": 20}, {"profession": "magistrate", "number": 5}]


async def test_the_numbers_of_the_report_of_2021_are_entered_as_it_gave_them(world: World) -> None:
    """53,980 women and girls of 124,598 people, and no more is known."""
    numbers = {"women_and_girls": 53_980, "undivided": 70_618}
    made = await an_entry(
        world, _ACTIVITY, world.coordination.agent(Role.COORDINATOR), reached=numbers,
        target=None, held_on="2021-12-31", organisation_id=str(world.ngo.id),
    )  # fmt: skip
    told = {name: number for name, number in made["reached"].items() if number is not None}
    assert (told, sum(told.values())) == (numbers, 124_598)
    assert made["reached"]["women"] is None
    assert made["target"] is None


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"held_on": "2999-01-01"}, "/held_on", "out_of_range"),
        ({"state": "cancelled", "reached": None}, "/cancellation_reason", "missing"),
        ({"cancellation_reason": "weather"}, "/cancellation_reason", "invalid_value"),
        ({"state": "planned"}, "/reached", "invalid_value"),
        ({"professions": _TRAINED}, "/professions", "invalid_value"),
        ({"kind": "training", "professions": [_TRAINED[0]] * 2}, "/professions", "invalid_value"),
        (
            {"kind": "training", "professions": _TRAINED, "reached": {"undivided": 24}},
            "/professions", "out_of_range",
        ),
        (
            {"shortfall_reason": "distance", "reached": {"women": 100, "girls": 40}},
            "/shortfall_reason", "invalid_value",
        ),
        ({"shortfall_reason": "distance", "target": None}, "/shortfall_reason", "invalid_value"),
        ({"starts_at": "24:00"}, "/starts_at", "invalid_value"),
        ({"reached": {"women": -1}}, "/reached/women", "out_of_range"),
        ({"reached": {"elves": 1}}, "/reached", "unknown_field"),
        ({"region": "ATLANTIS"}, "/region", "invalid_value"),
    ],
)  # fmt: skip
async def test_what_contradicts_itself_is_refused_at_its_place(
    world: World, fields: dict[str, Any], pointer: str, code: str
) -> None:
    by = world.ngo.agent(Role.CASE_WORKER)
    body = _ACTIVITY.body({}) | fields
    problem = await refused(world, 422, "malformed-input", by, "POST", _ACTIVITY.path, body)
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]


async def test_a_planned_activity_becomes_one_that_was_carried_out_or_cancelled(
    world: World,
) -> None:
    by = world.ngo.agent(Role.SUPERVISOR)
    planned = {"state": "planned", "reached": None, "held_on": "2999-01-01"}
    made = await an_entry(world, _ACTIVITY, by, **planned)
    path = f"{_ACTIVITY.path}/{made['id']}"
    body = _ACTIVITY.body({}) | planned | {"state": "cancelled"}
    cancelled = await world.done(
        by, "PUT", path, body | {"cancellation_reason": "insecurity"}, version=1
    )
    assert (cancelled["state"], cancelled["cancellation_reason"]) == ("cancelled", "insecurity")
    body = _ACTIVITY.body({}) | {"kind": "training", "professions": _TRAINED}
    done = await world.done(by, "PUT", path, body, version=2)
    assert (done["state"], done["cancellation_reason"]) == ("carried_out", None)
    assert done["professions"] == _TRAINED
    assert await recorded(world, "prevention_activity:correct", made) == [by, by]


async def test_a_target_that_was_missed_is_said_with_its_reason(world: World) -> None:
    made = await an_entry(
        world, _ACTIVITY, target={"women": 100, "girls": 40}, reached={"women": 30, "girls": 0},
        shortfall_reason="insecurity",
    )  # fmt: skip
    assert made["shortfall_reason"] == "insecurity"
    assert made["reached"]["girls"] == 0


async def test_a_list_is_narrowed_by_kind_theme_place_state_and_days(world: World) -> None:
    home = await world.make_organisation("ngo")
    by = home.agent(Role.CASE_WORKER)
    made = await an_entry(
        world, _ACTIVITY, by, kind="press", theme="borders", region="KAYES", held_on="2022-05-04"
    )
    away = await an_entry(world, _ACTIVITY, by, border=False, held_on="2022-05-05")
    for query, found in (
        ("kind=press", [made]), ("theme=borders&region=KAYES", [made]), ("region=GAO", []),
        ("border=false", [away]), ("border=true", [made]), ("state=planned", []),
        ("since=2022-05-04&before=2022-05-05", [made]), ("since=2022-05-05", [away]),
        ("before=2022-05-04", []), ("state=carried_out", [away, made]),
    ):  # fmt: skip
        page = await world.done(by, "GET", f"{_ACTIVITY.path}?{query}")
        assert [item["id"] for item in page["items"]] == [one["id"] for one in found], query
    await refused(world, 422, "malformed-input", by, "GET", f"{_ACTIVITY.path}?since=yesterday")
