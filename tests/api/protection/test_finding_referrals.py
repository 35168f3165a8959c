"""The filters of the lists of referrals and handoffs: the inbox, the outbox, what is due."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.referrals import Priority
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
SOON, LATER = PAST + timedelta(hours=1), PAST + timedelta(days=1)


async def found(
    world: World, of: TestOrganisation, path: str, role: Role = Role.SUPERVISOR, **asked: Any
) -> list[str]:
    query = "&".join(f"{name}={_text(value)}" for name, value in asked.items())
    page = await world.done(of.agent(role), "GET", f"/v1/{path}?limit=100&{query}")
    return [row["id"] for row in page["items"]]


def _text(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


async def sent(world: World, **fields: Any) -> dict[str, Any]:
    row = await world.a_referral(**fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


async def test_each_direction_has_its_own_referrals(world: World) -> None:
    draft, row = await world.a_referral(), await sent(world)
    both = [row["id"], draft["id"]]
    assert (await found(world, world.police, "referrals", direction="out"))[:2] == both
    assert not {*both} & {*await found(world, world.police, "referrals", direction="in")}
    inbox = await found(world, world.shelter, "referrals", direction="in")
    assert inbox[0] == row["id"]
    assert draft["id"] not in inbox
    assert not {*both} & {*await found(world, world.shelter, "referrals", direction="out")}


async def test_the_outbox_follows_custody_and_the_copy_of_who_sent_it_stays_in_its_own(
    world: World,
) -> None:
    row = await sent(world)
    offer = await world.an_offer(row["case_id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    for organisation, direction, is_there in (
        (world.ngo, "out", True), (world.ngo, "in", False),
        (world.police, "out", True), (world.police, "in", False),
    ):  # fmt: skip
        ids = await found(world, organisation, "referrals", direction=direction)
        assert (row["id"] in ids) is is_there, (organisation.type, direction)
    of_copy = {"case_id": row["case_id"], "receiver": world.shelter.id}
    assert await found(world, world.police, "referrals", **of_copy) == [row["id"]]
    for other in ({"receiver": world.ngo.id}, {"priority": "routine"}, {"due_before": LATER}):
        assert not await found(world, world.police, "referrals", case_id=row["case_id"], **other)


async def test_each_direction_has_its_own_handoffs_and_a_seer_of_both_sides_has_neither(
    world: World,
) -> None:
    offer = await world.an_offer(kind="protection")
    for organisation, direction, is_there in (
        (world.police, "out", True), (world.police, "in", False),
        (world.ngo, "in", True), (world.ngo, "out", False),
    ):  # fmt: skip
        ids = await found(world, organisation, "handoffs", direction=direction)
        assert (offer["id"] in ids) is is_there, (organisation.type, direction)
    coordination, role = world.coordination, Role.COORDINATOR
    of_case = {"case_id": offer["case_id"]}
    assert await found(world, coordination, "handoffs", role, **of_case) == [offer["id"]]
    for direction in ("in", "out"):
        asked = of_case | {"direction": direction}
        assert not await found(world, coordination, "handoffs", role, **asked)


async def test_several_states_are_asked_for_at_once(world: World) -> None:
    case_id = (await world.a_case())["id"]
    consent_id = (await world.a_consent(case_id, world.shelter))["id"]
    ids = {}
    for status in ("draft", "requested", "accepted", "completed", "rejected"):
        row = await world.a_referral(case_id, consent_id=consent_id)
        await world.rewrite(
            "referral", row, status=status, sent_at=PAST, decide_by=LATER, start_by=LATER
        )
        ids[status] = row["id"]
    for asked in ("draft", "draft,requested", "requested,completed,rejected", "accepted,accepted"):
        right = [ids[status] for status in ids if status in asked.split(",")][::-1]
        for case in ({}, {"case_id": case_id}):
            some = await found(world, world.police, "referrals", status=asked, **case)
            assert [row_id for row_id in some if row_id in ids.values()] == right


async def test_states_are_those_that_time_has_caused(world: World) -> None:
    row = await sent(world)
    await world.rewrite("referral", row, decide_by=PAST)
    for asked, is_there in (("requested,received", False), ("expired", True)):
        ids = await found(world, world.shelter, "referrals", status=asked, direction="in")
        assert (row["id"] in ids) is is_there


@pytest.mark.parametrize("path", ["referrals", "handoffs"])
async def test_priority_and_receiver_narrow_a_list(world: World, path: str) -> None:
    case_id = (await world.a_case())["id"]
    priority = "emergency"
    if path == "referrals":
        row = await world.a_referral(case_id, priority=priority)
        receiver = row["receiver_id"]
    else:
        row = await world.an_offer(case_id, kind="protection", priority=priority)
        receiver = row["to_id"]
    for wanted in Priority:
        ids = await found(world, world.police, path, case_id=case_id, priority=wanted)
        assert ids == ([row["id"]] if wanted == priority else [])
    for named in (receiver, str(world.stranger.id)):
        for case in ({}, {"case_id": case_id}):
            ids = await found(world, world.police, path, receiver=named, **case)
            assert (row["id"] in ids) is (named == receiver)


# state, columns, when it is due: None where nothing waits
DUE = [
    ("draft", {}, None),
    ("requested", {"acknowledge_by": SOON, "decide_by": LATER}, SOON),
    ("requested", {"acknowledge_by": PAST, "decide_by": LATER}, PAST),
    ("requested", {"acknowledge_by": PAST, "decide_by": PAST}, None),
    ("received", {"acknowledge_by": PAST, "decide_by": LATER}, LATER),
    ("accepted", {"decide_by": PAST, "start_by": LATER}, LATER),
    ("accepted", {"start_by": LATER, "answer_cancellation_by": SOON}, SOON),
    ("accepted", {"start_by": PAST, "departed_at": PAST, "expected_arrival": SOON}, SOON),
    ("on_hold", {"start_by": LATER}, LATER),
    ("on_hold", {"start_by": PAST, "started_at": PAST, "feedback_by": SOON}, SOON),
    ("in_progress", {"start_by": PAST, "started_at": PAST, "feedback_by": PAST}, PAST),
    (
        "in_progress",
        {"started_at": PAST, "feedback_by": PAST, "feedback_delay_at": PAST},
        PAST,
    ),
    ("in_progress", {"started_at": PAST}, None),
    ("completed", {"feedback_by": PAST, "started_at": PAST}, None),
]
LIMITS = ("acknowledge_by", "decide_by", "start_by", "feedback_by", "answer_cancellation_by")


@pytest.mark.parametrize(("status", "columns", "due"), DUE)
async def test_a_referral_is_due_by_the_first_limit_of_its_state(
    world: World, status: str, columns: dict[str, Any], due: datetime | None
) -> None:
    row = await world.a_referral()
    empty: dict[str, Any] = dict.fromkeys(LIMITS)
    await world.rewrite("referral", row, **empty | {"sent_at": PAST, "status": status} | columns)
    for before in (PAST, SOON, LATER):
        for instant in (before, before + timedelta(microseconds=1)):
            ids = await found(
                world, world.police, "referrals", case_id=row["case_id"], due_before=instant
            )
            assert bool(ids) is (due is not None and due < instant), instant


async def test_an_offer_is_due_by_its_answer_and_a_journey_by_its_arrival(world: World) -> None:
    offer = await world.an_offer(kind="protection")
    limit = datetime.fromisoformat(offer["decide_by"])
    for instant in (limit, limit + timedelta(seconds=1)):
        ids = await found(world, world.ngo, "handoffs", direction="in", due_before=instant)
        assert (offer["id"] in ids) is (instant > limit)


@pytest.mark.parametrize("path", ["referrals", "handoffs"])
@pytest.mark.parametrize(
    "asked",
    ["status=done", "status=expired,", "status=", "status=expired,%00", "direction=both",
     "priority=high", "receiver=shelter", "due_before=tomorrow", "due_before=2026-01-01T00:00:00"],
)  # fmt: skip
async def test_what_is_no_code_is_refused_at_its_place(world: World, path: str, asked: str) -> None:
    agent = world.police.agent(Role.SUPERVISOR)
    problem = await refused(world, 422, "malformed-input", agent, "GET", f"/v1/{path}?{asked}")
    place = asked.partition("=")[0]
    assert {error["pointer"] for error in problem["errors"]} == {f"query:{place}"}


async def test_no_filter_widens_sight(world: World) -> None:
    row = await sent(world)
    offer = await world.an_offer(row["case_id"], kind="protection")
    for path, of in (("referrals", row), ("handoffs", offer)):
        for asked in (
            {"direction": "in"}, {"direction": "out"}, {"status": of["status"]},
            {"priority": of["priority"]}, {"due_before": LATER + timedelta(days=99)},
            {"receiver": world.shelter.id}, {"receiver": world.ngo.id}, {"case_id": of["case_id"]},
        ):  # fmt: skip
            assert of["id"] not in await found(world, world.stranger, path, **asked)


async def test_a_cursor_is_of_its_filters_and_pages_follow_each_other(world: World) -> None:
    case_id = (await world.a_case())["id"]
    consent_id = (await world.a_consent(case_id, world.shelter))["id"]
    rows = [await world.a_referral(case_id, consent_id=consent_id) for _ in range(3)]
    agent, path = world.police.agent(Role.SUPERVISOR), "/v1/referrals?limit=2&direction=out"
    first = await world.done(agent, "GET", f"{path}&status=draft,requested")
    assert [row["id"] for row in first["items"]] == [row["id"] for row in rows[:0:-1]]
    cursor = first["next_cursor"]
    second = await world.done(agent, "GET", f"{path}&status=draft,requested&cursor={cursor}")
    assert second["items"][0]["id"] == rows[0]["id"]
    await refused(
        world, 400, "invalid-cursor", agent, "GET", f"{path}&status=draft&cursor={cursor}"
    )


async def test_the_cases_that_a_filtered_list_shows_are_recorded(world: World) -> None:
    row = await sent(world)
    agent = world.shelter.agent(Role.SUPERVISOR)
    await world.done(agent, "GET", "/v1/referrals?direction=in&status=requested&limit=1")
    event = (await world.events(action="referral:list", agent_id=agent))[-1]
    assert event["case_ids"] == [UUID(row["case_id"])]
