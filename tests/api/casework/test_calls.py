"""A call counts: what a receiver says on the telephone has the effect of the act itself."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.calls import (
    call_body,
    give_telephone,
    offered,
    record,
    record_refused,
    referred,
    shown,
)
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)
LATER = "2099-01-01T00:00:00Z"


async def test_an_acceptance_by_telephone_does_what_the_acceptance_does(world: World) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, officer, "referrals", row, "accept")
    assert (call["status"], call["act"], call["subject"], call["subject_id"]) == (
        "binding", "accept", "referral", row["id"],
    )  # fmt: skip
    assert (call["telephone"], call["said_by"]) == ("+22320000001", "Agent of the duty desk")
    assert (call["sender_id"], call["receiver_id"]) == (str(world.police.id), row["receiver_id"])
    assert call["happened_at"] < call["recorded_at"] < call["confirm_by"]
    result = await shown(world, row)
    assert (result["status"], result["bed"], result["version"]) == ("accepted", "held", 3)
    assert await recorded(world, "referral:accept", row) == [officer]
    assert await recorded(world, "call:record", call) == [officer]
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", UUID(call["id"])
    )
    assert {event["organisation_id"] for event in told} == {world.police.id, shelter.id}


async def test_what_opens_is_bounded_by_the_receivers_ceiling_and_not_by_the_callers(
    world: World,
) -> None:
    row, shelter = await referred(
        world, shared_sections=["identity", "exploitation", "protection", "health"]
    )
    await record(world, world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "accept")
    grant = await world.owner.fetchrow(
        "SELECT * FROM access_grant WHERE basis_id = $1", UUID(row["id"])
    )
    assert grant is not None
    assert (grant["organisation_id"], grant["reads"], grant["writes"]) == (
        shelter.id, ["health", "identity", "protection"], [],
    )  # fmt: skip


async def test_a_refusal_by_telephone_ends_the_referral(world: World) -> None:
    row, _ = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await record(world, officer, "referrals", row, "reject", reason="out_of_area")
    result = await shown(world, row)
    assert (result["status"], result["end_reason"]) == ("rejected", "out_of_area")
    assert await recorded(world, "referral:reject", row) == [officer]


async def test_an_arrival_by_telephone_occupies_the_place(world: World) -> None:
    row, shelter = await referred(world)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await record(world, officer, "referrals", row, "start")
    result = await shown(world, row)
    assert (result["status"], result["bed"]) == ("in_progress", "occupied")
    assert result["feedback_by"] is not None
    assert await recorded(world, "referral:start", row) == [officer]


async def test_the_coordination_records_what_a_receiver_said_too(world: World) -> None:
    row, shelter = await referred(world)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    call = await record(world, coordinator, "referrals", row, "accept")
    assert call["recorded_by_organisation_id"] == str(world.coordination.id)
    assert (await shown(world, row))["bed"] == "held"
    assert await recorded(world, "referral:accept", row) == [coordinator]
    for agent in (
        coordinator, shelter.agent(Role.INTAKE_OFFICER), world.police.agent(Role.SUPERVISOR)
    ):  # fmt: skip
        read = await world.done(agent, "GET", f"/v1/calls/{call['id']}")
        assert read == call
        page = await world.done(agent, "GET", f"/v1/calls?case_id={row['case_id']}&status=binding")
        assert page["items"] == [call]
        assert agent in await recorded(world, "call:read", call)
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await refused(world, 404, "not-found", stranger, "GET", f"/v1/calls/{call['id']}")
    page = await world.done(stranger, "GET", f"/v1/calls?case_id={row['case_id']}")
    assert page["items"] == []


async def test_a_handoff_of_the_file_is_accepted_by_telephone_and_custody_moves(
    world: World,
) -> None:
    row, _ = await offered(world)
    other = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, other, "handoffs", row, "accept")
    assert (call["subject"], call["sender_id"]) == ("handoff", str(world.police.id))
    case = await world.done(world.ngo.agent(Role.CASE_WORKER), "GET", f"/v1/cases/{row['case_id']}")
    assert case["protection_custodian_id"] == str(world.ngo.id)
    assert await recorded(world, "handoff:accept", row) == [other]
    assert await recorded(world, "call:record", call) == [other]
    # Who offered it reads the handoff, and the call with it, after custody has moved too.
    assert await world.done(other, "GET", f"/v1/calls/{call['id']}") == call


async def test_her_arrival_is_recorded_by_telephone_when_it_happened(world: World) -> None:
    row, receiver = await offered(world, physical=True)
    row = await world.move(receiver, "handoffs", row, "accept")
    other = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, other, "handoffs", row, "confirm_arrival")
    result = await world.done(receiver, "GET", f"/v1/handoffs/{row['id']}")
    assert (result["status"], result["arrival_happened_at"]) == ("completed", call["happened_at"])
    assert result["arrival_happened_at"] < result["arrived_at"]
    assert await recorded(world, "handoff:confirm_arrival", row) == [other]


async def test_whoever_offered_a_handoff_does_not_record_its_acceptance(world: World) -> None:
    row, _ = await offered(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    await record_refused(world, 409, "second-person-needed", supervisor, "handoffs", row, "accept")
    # A refusal takes nothing: the same person may record it.
    call = await record(world, supervisor, "handoffs", row, "decline")
    assert await recorded(world, "handoff:decline", row) == [supervisor]
    assert call["act"] == "decline"


async def test_no_call_answers_an_assignment(world: World) -> None:
    case_id = (await world.a_case())["id"]
    await give_telephone(world, world.ngo)
    body = {
        "case_id": case_id, "kind": "protection", "to_id": str(world.ngo.id), "reason": "safety"
    }  # fmt: skip
    first = world.coordination.agent(Role.COORDINATOR)
    row = await world.done(first, "POST", "/v1/handoffs/assignments", body)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    for act in ("accept", "decline"):
        await record_refused(world, 409, "conflict", second, "handoffs", row, act)
    custodian = world.police.agent(Role.FIRST_RESPONDER)
    await record_refused(world, 403, "forbidden", custodian, "handoffs", row, "accept")


async def test_the_receiver_itself_and_strangers_record_no_call(world: World) -> None:
    row, shelter = await referred(world)
    for status, code, agent in (
        (403, "forbidden", shelter.agent(Role.SUPERVISOR)),
        (403, "forbidden", world.police.agent(Role.INTAKE_OFFICER)),
        (404, "not-found", world.stranger.agent(Role.SUPERVISOR)),
    ):
        await record_refused(world, status, code, agent, "referrals", row, "accept")


async def test_a_receiver_without_a_duty_telephone_was_not_called_back(world: World) -> None:
    row, _ = await referred(world, telephone=False)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await record_refused(world, 409, "no-duty-telephone", officer, "referrals", row, "accept")
    assert (await shown(world, row))["status"] == "requested"


@pytest.mark.parametrize(
    ("pointer", "code", "fields"),
    [
        ("/called_back", "invalid_value", {"called_back": False}),
        ("/said_by", "too_short", {"said_by": " x "}),
        ("/said_by", "too_long", {"said_by": "x" * 121}),
        ("/said_by", "invalid_value", {"said_by": "two\nlines"}),
        ("/said_by", "invalid_value", {"said_by": "a\u2028b"}),
        ("/act", "invalid_value", {"act": "decline"}),
        ("/reason", "invalid_value", {"reason": "no_capacity"}),
        ("/reason", "missing", {"act": "reject", "reason": None}),
        ("/expected_start", "invalid_value", {"act": "start", "expected_start": LATER}),
        ("/expected_start", "out_of_range", {"expected_start": LATER}),
        ("/happened_at", "out_of_range", {"happened_at": LATER}),
        ("/happened_at", "out_of_range", {"happened_at": "2020-01-01T00:00:00Z"}),
    ],
)  # fmt: skip
async def test_rubbish_is_refused(
    world: World, pointer: str, code: str, fields: dict[str, Any]
) -> None:
    row, _ = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    problem = await record_refused(
        world, 422, "malformed-input", officer, "referrals", row, **({"act": "accept"} | fields)
    )
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]
    assert (await shown(world, row))["version"] == row["version"]


async def test_a_call_repeats_an_answer_to_what_was_asked_and_is_still_asked(world: World) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    stale = row | {"version": row["version"] - 1}
    await record_refused(world, 412, "stale-version", officer, "referrals", stale, "accept")
    await record_refused(world, 409, "invalid-transition", officer, "referrals", row, "start")
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    problem = await record_refused(
        world, 409, "invalid-transition", officer, "referrals", row, "reject"
    )
    assert problem["current_state"] == "accepted"


async def test_an_expired_question_is_not_answered_by_telephone(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for resource, table, (row, _) in (
        ("referrals", "referral", await referred(world)),
        ("handoffs", "handoff", await offered(world)),
    ):
        await world.rewrite(table, row, decide_by=PAST)
        problem = await record_refused(
            world, 409, "invalid-transition", officer, resource, row, "accept"
        )
        assert problem["current_state"] == "expired"
        assert await recorded(world, f"{table}:expire", row) == [None]


async def test_nothing_is_accepted_by_telephone_on_a_closed_file(world: World) -> None:
    row, _ = await referred(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    case = await world.done(supervisor, "GET", f"/v1/cases/{row['case_id']}")
    path, body = f"/v1/cases/{case['id']}/close", {"reason": "lost_contact"}
    await world.done(supervisor, "POST", path, body, version=case["version"])
    for agent in (supervisor, world.coordination.agent(Role.COORDINATOR)):
        problem = await record_refused(
            world, 409, "invalid-transition", agent, "referrals", row, "accept"
        )
        assert problem["current_state"] == "closed"


async def test_nothing_is_accepted_by_telephone_for_an_organisation_that_is_away(
    world: World,
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    row, shelter = await referred(world)
    deactivate = "UPDATE organisation SET active = false WHERE id = $1"
    await world.arrange(shelter.id, deactivate, shelter.id)
    problem = await record_refused(world, 409, "conflict", officer, "referrals", row, "accept")
    assert problem["away"] == [str(shelter.id)]


async def test_what_becomes_of_a_call_is_told_to_who_answers_for_her_then(world: World) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, officer, "referrals", row, "accept")
    offer = await world.an_offer(row["case_id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "calls", call, "confirm")
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1"
        " AND action = 'call:confirm'", UUID(call["id"]),
    )  # fmt: skip
    assert {event["organisation_id"] for event in told} == {world.ngo.id, shelter.id}
    await refused(world, 404, "not-found", officer, "GET", f"/v1/calls/{call['id']}")
    worker = world.ngo.agent(Role.CASE_WORKER)
    assert (await world.done(worker, "GET", f"/v1/calls/{call['id']}"))["status"] == "confirmed"


@pytest.mark.parametrize("by", ["sender", "coordination"])
async def test_an_acceptance_by_telephone_needs_a_consent_and_a_place(
    world: World, by: str
) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    agent = officer if by == "sender" else world.coordination.agent(Role.COORDINATOR)
    await world.set_places(shelter, 0)
    await record_refused(world, 409, "no-capacity", agent, "referrals", row, "accept")
    await world.set_places(shelter, 1)
    await world.rewrite("consent", {"id": row["consent_id"], "case_id": row["case_id"]},
                        valid_until=PAST)  # fmt: skip
    await record_refused(world, 409, "consent-missing", agent, "referrals", row, "accept")


async def test_places_of_people_who_did_not_come_are_freed_for_a_call_too(world: World) -> None:
    late, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    late = await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", late, "accept", {})
    await world.rewrite("referral", late, start_by=PAST)
    row, _ = await referred(world, to=shelter)
    await record(world, officer, "referrals", row, "accept")
    assert (await shown(world, row))["bed"] == "held"
    assert await recorded(world, "referral:lapse", late) == [None]


async def test_a_replay_tells_the_call_as_it_is_now(world: World) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path, body = f"/v1/referrals/{row['id']}/calls", call_body("accept")
    call = await world.done(officer, "POST", path, body, version=row["version"], key="r19-replay")
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "calls", call, "confirm")
    again = await world.call(officer, "POST", path, body, version=row["version"], key="r19-replay")
    assert (again.status_code, again.headers["Location"]) == (201, f"/v1/calls/{call['id']}")
    assert (again.json()["id"], again.json()["status"]) == (call["id"], "confirmed")
    assert await recorded(world, "referral:accept", row) == [officer]


async def test_a_call_that_nobody_answers_stands(world: World) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    call = await record(world, officer, "referrals", row, "accept")
    await world.rewrite("telephone_call", call, confirm_by=PAST)
    assert (await world.done(intake, "GET", f"/v1/calls/{call['id']}"))["status"] == "standing"
    page = await world.done(intake, "GET", "/v1/calls?status=standing")
    assert [item["id"] for item in page["items"]] == [call["id"]]
    assert await publish_overdue(world.process.database) >= 1
    assert await recorded(world, "call:stand", call) == [None]
    path = f"/v1/calls/{call['id']}"
    for event, body in (("confirm", None), ("correct", {"reason": "not_said"})):
        problem = await refused(
            world, 409, "invalid-transition", intake, "POST", f"{path}/{event}", body, version=2
        )
        assert problem["current_state"] == "standing"
    assert (await shown(world, row))["status"] == "accepted"
