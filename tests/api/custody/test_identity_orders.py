"""A magistrate's recorded order opens her identity to the inquiry, until it ends."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.inquiries import (
    TODAY,
    a_court_that_sees,
    an_inquiry,
    an_order,
    hand_on,
    magistrate,
    move_order,
    opened,
    order_for,
    path_of,
)
from tests.support.world import TestOrganisation, World


async def reads_identity(world: World, case: dict[str, Any], who: TestOrganisation) -> int:
    path = f"/v1/cases/{case['id']}/identity"
    return (await world.call(who.agent(Role.INVESTIGATOR), "GET", path)).status_code


async def told(world: World, order: dict[str, Any], action: str) -> set[UUID]:
    """The organisations whose systems were told of an act on an order."""
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject = 'identity_order'"
        " AND subject_id = $1 AND action = $2",
        UUID(order["id"]), action,
    )  # fmt: skip
    return {row["organisation_id"] for row in rows}


async def test_an_order_opens_her_identity_to_the_inquiry_and_nothing_else(world: World) -> None:
    case = await an_inquiry(world)
    assert await reads_identity(world, case, world.prosecutor) == 403
    order = await an_order(world, case)
    assert (order["status"], order["magistrate_id"]) == (
        "active", str(magistrate(world.prosecutor)),
    )  # fmt: skip
    assert await recorded(world, "identity_order:record", order) == [magistrate(world.prosecutor)]
    assert await reads_identity(world, case, world.prosecutor) == 200
    assert await opened(world, case, world.prosecutor) == [(["identity"], [])]
    body = {"family_name": "Autre"}
    investigator = world.prosecutor.agent(Role.INVESTIGATOR)
    path = f"/v1/cases/{case['id']}/identity"
    await refused(world, 403, "forbidden", investigator, "PUT", path, body, version=1)


async def test_who_answers_for_her_is_told_and_reads_the_order_and_nobody_else_does(
    world: World,
) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    parties = {world.ngo.id, world.prosecutor.id}
    assert await told(world, order, "identity_order:record") == parties
    keeper = world.ngo.agent(Role.CASE_WORKER)
    assert await world.done(keeper, "GET", path_of(case, order)) == order
    assert await recorded(world, "identity_order:read", order) == [keeper]
    page = await world.done(keeper, "GET", path_of(case))
    assert [item["id"] for item in page["items"]] == [order["id"]]
    # The registering police answer for nothing any more; the health service sees the case only.
    draft = await world.a_referral(case["id"], to=world.health, by=world.ngo)
    sent = await world.move(world.ngo.agent(Role.SUPERVISOR), "referrals", draft, "send")
    await world.move(world.health.agent(Role.SUPERVISOR), "referrals", sent, "accept", {})
    nurse = world.health.agent(Role.CASE_WORKER)
    assert (await world.done(nurse, "GET", path_of(case)))["items"] == []
    for other in (world.health, world.police, world.stranger):
        agent = other.agent(Role.SUPERVISOR)
        await refused(world, 404, "not-found", agent, "GET", path_of(case, order))


async def test_a_lifted_order_closes_her_identity_again_and_is_lifted_once(world: World) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    second = await world.make_agent(world.prosecutor, Role.MAGISTRATE)
    lifted = await move_order(world, second, case, order)
    assert (lifted["status"], lifted["version"]) == ("lifted", 2)
    assert lifted["closed_at"] is not None
    assert await recorded(world, "identity_order:lift", order) == [second]
    assert world.ngo.id in await told(world, order, "identity_order:lift")
    assert await reads_identity(world, case, world.prosecutor) == 403
    path = f"{path_of(case, order)}/lift"
    await refused(world, 409, "invalid-transition", second, "POST", path, version=2)
    # The same order may be recorded anew.
    await an_order(world, case)
    assert await reads_identity(world, case, world.prosecutor) == 200


async def test_a_court_that_sees_the_case_orders_it_and_lifts_what_others_ordered(
    world: World,
) -> None:
    case = await an_inquiry(world)
    court = await a_court_that_sees(world, case)
    order = await an_order(world, case, by=court, to=world.prosecutor)
    assert await opened(world, case, world.prosecutor) == [(["identity"], [])]
    assert await opened(world, case, court) == []
    # The prosecutor's office got it and did not order it.
    path = f"{path_of(case, order)}/lift"
    prosecutor = magistrate(world.prosecutor)
    await refused(world, 403, "forbidden", prosecutor, "POST", path, version=1)
    own = await an_order(world, case, reference=" N° 13/2026 ")
    assert own["reference"] == "N° 13/2026"
    await move_order(world, magistrate(court), case, order)
    assert await reads_identity(world, case, world.prosecutor) == 200  # by its own order
    await move_order(world, magistrate(court), case, own)
    assert await reads_identity(world, case, world.prosecutor) == 403


async def test_a_court_out_of_sight_finds_neither_case_nor_order(world: World) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    court = magistrate(await world.make_organisation("court"))
    body = order_for(world.prosecutor)
    await refused(world, 404, "not-found", court, "POST", path_of(case), body)
    await refused(world, 404, "not-found", court, "GET", path_of(case))
    path = f"{path_of(case, order)}/lift"
    await refused(world, 404, "not-found", court, "POST", path, version=1)


async def test_only_who_answers_for_the_inquiry_now_gets_the_identity(world: World) -> None:
    case = await an_inquiry(world)
    agent = magistrate(world.prosecutor)
    for other in (world.ngo, world.police, world.stranger):
        body = order_for(other)
        await refused(world, 409, "conflict", agent, "POST", path_of(case), body)
        assert await opened(world, case, other) == []


async def test_who_answers_for_the_person_alone_orders_nothing(world: World) -> None:
    case = await world.a_case(by=world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", to=world.prosecutor, by=world.ngo)
    agent = magistrate(world.prosecutor)
    await world.move(agent, "handoffs", offer, "accept")
    body = order_for(world.prosecutor)
    await refused(world, 403, "forbidden", agent, "POST", path_of(case), body)


async def test_a_closed_file_takes_no_order(world: World) -> None:
    case = await an_inquiry(world)
    version = (await world.done(magistrate(world.prosecutor), "GET", f"/v1/cases/{case['id']}"))[
        "version"
    ]
    keeper = world.ngo.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{case['id']}/close"
    await world.done(keeper, "POST", path, {"reason": "other"}, version=version)
    agent, body = magistrate(world.prosecutor), order_for(world.prosecutor)
    await refused(world, 409, "invalid-transition", agent, "POST", path_of(case), body)


async def test_an_order_ends_as_the_inquiry_moves_on_and_opens_nothing_to_the_next(
    world: World,
) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    court = await world.make_organisation("court")
    await hand_on(world, case, world.prosecutor, court)
    keeper = world.ngo.agent(Role.CASE_WORKER)
    ended = await world.done(keeper, "GET", path_of(case, order))
    assert (ended["status"], ended["version"]) == ("ended", 2)
    assert await recorded(world, "identity_order:end", order) == [court.agent(Role.SUPERVISOR)]
    assert world.ngo.id in await told(world, order, "identity_order:end")
    assert await opened(world, case, world.prosecutor) == []
    assert await reads_identity(world, case, court) == 403
    # It learns nothing of the order for the one before, but as a court that sees the case.
    await an_order(world, case, by=court)
    assert await reads_identity(world, case, court) == 200
    assert await reads_identity(world, case, world.prosecutor) == 404


async def test_who_takes_the_person_over_is_told_of_what_follows(world: World) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    offer = await world.an_offer(case["id"], kind="protection", to=world.stranger, by=world.ngo)
    await world.move(world.stranger.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    assert await opened(world, case, world.prosecutor) == [(["identity"], [])]
    path = path_of(case, order)
    await world.done(world.stranger.agent(Role.CASE_WORKER), "GET", path)
    await refused(world, 404, "not-found", world.ngo.agent(Role.CASE_WORKER), "GET", path)
    await move_order(world, magistrate(world.prosecutor), case, order)
    parties = {world.stranger.id, world.prosecutor.id}
    assert await told(world, order, "identity_order:lift") == parties


async def test_an_order_runs_out_by_itself(world: World) -> None:
    case = await an_inquiry(world)
    until = datetime.now(UTC) + timedelta(seconds=0.7)
    order = await an_order(world, case, valid_until=until.isoformat())
    assert await reads_identity(world, case, world.prosecutor) == 200
    await asyncio.sleep(0.8)
    assert await reads_identity(world, case, world.prosecutor) == 403
    agent = magistrate(world.prosecutor)
    assert (await world.done(agent, "GET", path_of(case, order)))["status"] == "expired"
    await publish_overdue(world.process.database)
    assert await recorded(world, "identity_order:expire", order) == [None]
    assert await told(world, order, "identity_order:expire") == {world.ngo.id, world.prosecutor.id}
    path = f"{path_of(case, order)}/lift"
    await refused(world, 409, "invalid-transition", agent, "POST", path, version=2)


async def test_an_order_that_has_run_out_is_renewed_under_its_number_before_the_timer_ran(
    world: World,
) -> None:
    case = await an_inquiry(world)
    until = datetime.now(UTC) + timedelta(seconds=0.5)
    await an_order(world, case, valid_until=until.isoformat())
    await asyncio.sleep(0.6)
    await an_order(world, case)
    assert await reads_identity(world, case, world.prosecutor) == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("ordered_on", str(TODAY + timedelta(days=2)), "out_of_range"),
        ("valid_until", "2020-01-01T00:00:00Z", "out_of_range"),
        ("reference", "Awa Testova", "invalid_value"), ("reference", "1" * 61, "too_long"),
        *(
            ("reference", f"12{mark}/2026", "invalid_value")
            for mark in ("\u202e", "\u2066", "\u00ad", "\u200b", "\ufeff", "\u3164", "\U000e0041")
        ),
    ],
)  # fmt: skip
async def test_an_order_names_a_day_that_has_come_and_a_number(
    world: World, field: str, value: str, code: str
) -> None:
    case = await an_inquiry(world)
    body = order_for(world.prosecutor, **{field: value})
    agent = magistrate(world.prosecutor)
    answer = await refused(world, 422, "malformed-input", agent, "POST", path_of(case), body)
    assert (f"/{field}", code) in {(e["pointer"], e["code"]) for e in answer["errors"]}
    assert "Testova" not in str(answer)


async def test_where_only_her_consent_opens_her_identity_no_order_is_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await an_inquiry(world)
    settings = world.process.settings.model_copy(update={"identity_orders": False})
    monkeypatch.setitem(
        world.app.state._state, "process", replace(world.process, settings=settings)
    )
    agent, body = magistrate(world.prosecutor), order_for(world.prosecutor)
    await refused(world, 409, "conflict", agent, "POST", path_of(case), body)
    assert await opened(world, case, world.prosecutor) == []


async def test_a_replay_tells_what_the_order_is_now(world: World) -> None:
    case = await an_inquiry(world)
    agent, body = magistrate(world.prosecutor), order_for(world.prosecutor)
    first = await world.done(agent, "POST", path_of(case), body, key="same-order")
    await move_order(world, agent, case, first)
    again = await world.call(agent, "POST", path_of(case), body, key="same-order")
    assert (again.status_code, again.json()["id"], again.json()["status"]) == (
        201, first["id"], "lifted",
    )  # fmt: skip


async def test_of_two_that_record_the_same_order_at_once_one_does(world: World) -> None:
    case = await an_inquiry(world)
    second = await world.make_agent(world.prosecutor, Role.MAGISTRATE)
    body = order_for(world.prosecutor)
    answers = await asyncio.gather(
        *(
            world.call(agent, "POST", path_of(case), body)
            for agent in (magistrate(world.prosecutor), second)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await opened(world, case, world.prosecutor) == [(["identity"], [])]


async def test_an_order_and_a_handoff_of_the_inquiry_at_once_leave_nothing_open(
    world: World,
) -> None:
    court = await world.make_organisation("court")
    for _ in range(4):
        case = await an_inquiry(world)
        offer = await world.done(world.prosecutor.agent(Role.SUPERVISOR), "POST", "/v1/handoffs", {
            "case_id": case["id"], "kind": "investigation", "to_id": str(court.id),
            "priority": "urgent", "reason": "judicial_proceedings", "legal_duty": "court_referral",
        })  # fmt: skip
        ordered, moved = await asyncio.gather(
            world.call(
                magistrate(world.prosecutor), "POST", path_of(case), order_for(world.prosecutor)
            ),
            world.call(
                court.agent(Role.SUPERVISOR), "POST", f"/v1/handoffs/{offer['id']}/accept",
                version=1,
            ),
        )  # fmt: skip
        assert moved.status_code == 200
        assert ordered.status_code in {201, 403, 404, 409}
        assert await opened(world, case, world.prosecutor) == []
        left = await world.owner.fetchval(
            "SELECT count(*) FROM identity_order WHERE case_id = $1 AND status = 'active'",
            UUID(case["id"]),
        )
        assert left == 0


async def test_every_role_of_every_relation_gets_its_answer(world: World) -> None:
    case = await an_inquiry(world)
    court = await a_court_that_sees(world, case)
    await world.a_referral(case["id"], to=world.health, by=world.ngo)
    # What the magistrate of each is told; all other roles are forbidden.
    foreseen = [
        (world.prosecutor, 201), (court, 201), (await world.make_organisation("court"), 404),
        (await world.make_organisation("prosecutor"), 404),
        *((other, 403) for other in (
            world.ngo, world.police, world.health, world.stranger, world.coordination,
            world.oversight,
        )),
    ]  # fmt: skip
    wrong = []
    for organisation, status in foreseen:
        for role, agent in organisation.agents.items():
            body = order_for(world.prosecutor, reference=f"{agent.int % 10**9}/2026")
            answer = await world.call(agent, "POST", path_of(case), body)
            if answer.status_code != (status if role is Role.MAGISTRATE else 403):
                wrong.append(f"{organisation.type} {role}: {answer.status_code}")
    assert not wrong
