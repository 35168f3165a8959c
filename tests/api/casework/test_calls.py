"""A call counts: what a receiver says on the telephone has the effect of the act itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.calls import (
    call_body,
    offered,
    record,
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


async def test_a_refusal_by_telephone_because_she_has_died_makes_her_death_true(
    world: World,
) -> None:
    row, _ = await referred(world)
    other = await world.a_referral(row["case_id"], to=world.ngo)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, officer, "referrals", row, "reject", reason="death")
    result = await shown(world, row)
    assert (result["status"], result["end_reason"]) == ("rejected", "death")
    result = await shown(world, other)
    assert (result["status"], result["end_reason"]) == ("cancelled", "death")
    case = await world.done(officer, "GET", f"/v1/cases/{row['case_id']}")
    assert await recorded(world, "case:report_death", case) == [officer]
    assert await recorded(world, "call:record", call) == [officer]


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
    coordinator = world.coordination.agent(Role.COORDINATOR)
    alerts = await world.done(coordinator, "GET", f"/v1/alerts?case_id={row['case_id']}")
    assert [(alert["kind"], alert["about_id"]) for alert in alerts["items"]] == [
        ("call_unconfirmed", call["id"])
    ]
    path = f"/v1/calls/{call['id']}"
    for event, body in (("confirm", None), ("correct", {"reason": "not_said"})):
        problem = await refused(
            world, 409, "invalid-transition", intake, "POST", f"{path}/{event}", body, version=2
        )
        assert problem["current_state"] == "standing"
    assert (await shown(world, row))["status"] == "accepted"
