"""The filters of the list of cases narrow what the reader sees."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from referral_api.database import pagination
from referral_api.domain.codelists.status import CaseState, IdentificationStatus
from referral_api.domain.codelists.victims import AgeBand, Category, Sex
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

PATH = "/v1/cases"


async def found(
    world: World, of: TestOrganisation, role: Role = Role.SUPERVISOR, **asked: Any
) -> list[str]:
    query = "&".join(f"{name}={_text(value)}" for name, value in asked.items())
    page = await world.done(of.agent(role), "GET", f"{PATH}?limit=100&{query}")
    return [row["id"] for row in page["items"]]


def _text(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


async def everyone(world: World, **asked: Any) -> list[list[str]]:
    """What the police, and the coordination which sees every case, find by the same filters."""
    return [
        await found(world, world.police, **asked),
        await found(world, world.coordination, Role.COORDINATOR, **asked),
    ]


async def test_a_code_finds_one_case_for_who_may_see_it(world: World) -> None:
    case = await world.a_case()
    for ids in await everyone(world, code=case["code"]):
        assert ids == [case["id"]]
    assert await found(world, world.stranger, code=case["code"]) == []
    other = "ML-22222-22222"
    for ids in await everyone(world, code=other):
        assert ids == []
    for ids in await everyone(world, code=case["code"], state="closed"):
        assert ids == []


async def test_status_and_state_are_those_of_the_file(world: World) -> None:
    case = await world.a_case()
    of = {"code": case["code"]}
    for status, state in product(IdentificationStatus, CaseState):
        right = (status, state) == (case["status"], case["state"])
        for ids in await everyone(world, status=status, state=state, **of):
            assert (case["id"] in ids) is right
        mine = await found(world, world.police, status=status, state=state)
        assert (case["id"] in mine) is right


@pytest.mark.parametrize(("sex", "band", "doubt"), [*product(Sex, AgeBand, (False, True))])
async def test_a_category_is_found_as_the_file_shows_it(
    world: World, sex: Sex, band: AgeBand, doubt: bool
) -> None:
    case = await world.a_case(
        by=world.ngo, sex=sex, age_band=band, age_in_doubt=doubt, region="KIDAL"
    )
    for category in Category:
        ids = await found(world, world.ngo, category=category, region="KIDAL")
        assert (case["id"] in ids) is (category == case["category"])
    assert case["id"] in await found(world, world.ngo, region="KIDAL")
    assert case["id"] not in await found(world, world.ngo, region="GAO")


async def test_registrations_are_found_from_an_instant_on_and_until_before_one(
    world: World,
) -> None:
    case = await world.a_case()
    at, moment = datetime.fromisoformat(case["registered_at"]), timedelta(microseconds=1)
    for asked, is_there in (
        ({"registered_from": at}, True), ({"registered_from": at + moment}, False),
        ({"registered_until": at}, False), ({"registered_until": at + moment}, True),
        ({"registered_from": at, "registered_until": at + moment}, True),
    ):  # fmt: skip
        for ids in await everyone(world, **asked):
            assert (case["id"] in ids) is is_there, asked


async def test_a_custodian_of_either_chain_is_found_and_a_former_one_is_not(world: World) -> None:
    case = await world.a_case()
    assert case["investigation_custodian_id"] is not None
    offer = await world.an_offer(case["id"], kind="protection")
    for ids in await everyone(world, custodian=world.ngo.id):
        assert case["id"] not in ids
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    for custodian in (world.ngo, world.police):
        for ids in await everyone(world, custodian=custodian.id):
            assert case["id"] in ids
    for ids in await everyone(world, custodian=world.shelter.id):
        assert case["id"] not in ids


async def test_pages_of_a_filtered_list_follow_each_other(world: World) -> None:
    rows = [await world.a_case(by=world.health, region="SEGOU") for _ in range(3)]
    agent, path = world.health.agent(Role.SUPERVISOR), f"{PATH}?limit=2&region=SEGOU"
    first = await world.done(agent, "GET", path)
    second = await world.done(agent, "GET", f"{path}&cursor={first['next_cursor']}")
    ids = [row["id"] for row in (*first["items"], *second["items"])]
    assert ids == [row["id"] for row in rows[::-1]]
    other = f"{PATH}?limit=2&region=MOPTI&cursor={first['next_cursor']}"
    await refused(world, 400, "invalid-cursor", agent, "GET", other)


async def test_the_cases_that_a_filter_found_are_recorded(world: World) -> None:
    case = await world.a_case()
    agent = world.police.agent(Role.SUPERVISOR)
    await world.done(agent, "GET", f"{PATH}?code={case['code']}")
    event = (await world.events(action="case:list", agent_id=agent))[-1]
    assert [str(case_id) for case_id in event["case_ids"]] == [case["id"]]


@pytest.mark.parametrize(
    "asked",
    ["code=ml-22222-22222", "code=ML-22222", "code=", "status=known", "state=ajar", "region=PARIS",
     "category=people", "registered_from=yesterday", "registered_until=2026-01-01",
     "custodian=police"],
)  # fmt: skip
async def test_what_is_no_code_is_refused_at_its_place(world: World, asked: str) -> None:
    agent = world.police.agent(Role.SUPERVISOR)
    problem = await refused(world, 422, "malformed-input", agent, "GET", f"{PATH}?{asked}")
    place = asked.partition("=")[0]
    assert [error["pointer"] for error in problem["errors"]] == [f"query:{place}"]


async def test_no_filter_widens_sight(world: World) -> None:
    case = await world.a_case()
    for asked in (
        {"code": case["code"]}, {"status": case["status"]}, {"state": "open"},
        {"region": case["region"]}, {"category": case["category"]},
        {"registered_from": datetime.fromisoformat(case["registered_at"])},
        {"custodian": world.police.id},
    ):  # fmt: skip
        assert case["id"] not in await found(world, world.stranger, **asked)


async def test_who_sees_every_case_finds_the_rest_on_later_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [await world.a_case(region="KIDAL"), *[await world.a_case() for _ in range(4)]]
    agent = world.coordination.agent(Role.COORDINATOR)
    whole = (await world.done(agent, "GET", f"{PATH}?region=KIDAL&limit=100"))["items"]
    assert whole[0]["id"] == found[0]["id"]
    monkeypatch.setattr(pagination, "STRETCH", 3)
    first = await world.done(agent, "GET", f"{PATH}?region=KIDAL")
    assert first["items"] == []
    second = await world.done(agent, "GET", f"{PATH}?region=KIDAL&cursor={first['next_cursor']}")
    assert second["items"][0] == whole[0]
    for asked in (f"region=KIDAL&code={found[0]['code']}", "region=TAOUDENIT&code=ML-22222-22222"):
        page = await world.done(agent, "GET", f"{PATH}?{asked}")
        assert page["next_cursor"] is None
    recorded = (await world.events(action="case:list", agent_id=agent))[-3]
    assert found[0]["id"] in map(str, recorded["case_ids"])
