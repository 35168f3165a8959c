"""Asking the custodian to hand a case over."""

from datetime import UTC, datetime
from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.world import World


async def _an_accepted_referral(world: World) -> dict[str, Any]:
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), world.ngo.agent(Role.SUPERVISOR)
    referral = await world.a_referral(to=world.ngo)
    referral = await world.move(officer, "referrals", referral, "send")
    return await world.move(intake, "referrals", referral, "accept", {})


async def _a_request(world: World) -> dict[str, Any]:
    referral = await _an_accepted_referral(world)
    body = {"case_id": referral["case_id"], "kind": "protection", "reason": "specialised_care"}
    return await world.done(world.ngo.agent(Role.SUPERVISOR), "POST", "/v1/handoff-requests", body)


async def test_a_granted_request_makes_an_offer_that_moves_custody_when_accepted(
    world: World,
) -> None:
    request = await _a_request(world)
    consent = await world.a_consent(request["case_id"], world.ngo)
    terms = {"priority": "urgent", "consent_id": consent["id"]}
    supervisor = world.police.agent(Role.SUPERVISOR)
    request = await world.move(supervisor, "handoff-requests", request, "grant", terms)
    assert request["status"] == "granted"
    receiver = world.ngo.agent(Role.SUPERVISOR)
    offer = await world.done(receiver, "GET", f"/v1/handoffs/{request['handoff_id']}")
    assert (await world.move(receiver, "handoffs", offer, "accept"))["status"] == "completed"
    events = await world.events(subject="handoff_request")
    assert [event["action"] for event in events][-2:] == [
        "handoff_request:create", "handoff_request:grant",
    ]  # fmt: skip


async def test_only_the_custodian_answers(world: World) -> None:
    request = await _a_request(world)
    path = f"/v1/handoff-requests/{request['id']}/refuse"
    body = {"reason": "out_of_mandate"}
    own = await world.call(world.ngo.agent(Role.SUPERVISOR), "POST", path, body, version=1)
    assert (own.status_code, own.json()["code"]) == (403, "forbidden")
    other = await world.call(world.stranger.agent(Role.SUPERVISOR), "POST", path, body, version=1)
    assert other.status_code == 404
    refused = await world.done(world.police.agent(Role.SUPERVISOR), "POST", path, body, version=1)
    assert refused["refusal_reason"] == "out_of_mandate"


async def test_one_request_at_a_time_and_none_for_a_case_out_of_sight(world: World) -> None:
    request = await _a_request(world)
    body = {key: request[key] for key in ("case_id", "kind", "reason")}
    again = await world.call(world.ngo.agent(Role.SUPERVISOR), "POST", "/v1/handoff-requests", body)
    assert (again.status_code, again.json()["code"]) == (409, "already-exists")
    stranger = world.stranger.agent(Role.SUPERVISOR)
    unseen = await world.call(stranger, "POST", "/v1/handoff-requests", body)
    assert unseen.status_code == 404


async def test_an_unanswered_request_expires_and_the_expiry_is_stored(world: World) -> None:
    request = await _a_request(world)
    await world.rewrite("handoff_request", request, decide_by=datetime.now(UTC))
    supervisor = world.police.agent(Role.SUPERVISOR)
    read = await world.done(supervisor, "GET", f"/v1/handoff-requests/{request['id']}")
    assert read["status"] == "expired"
    path = f"/v1/handoff-requests/{request['id']}/refuse"
    late = await world.call(supervisor, "POST", path, {"reason": "other"}, version=1)
    assert (late.status_code, late.json()["current_state"]) == (409, "expired")
    events = await world.events(subject="handoff_request", action="handoff_request:expire")
    assert str(events[-1]["subject_id"]) == request["id"]


async def test_who_asked_asks_again_once_its_request_has_expired(world: World) -> None:
    request = await _a_request(world)
    await world.rewrite("handoff_request", request, decide_by=datetime.now(UTC))
    body = {key: request[key] for key in ("case_id", "kind", "reason")}
    asker = world.ngo.agent(Role.SUPERVISOR)
    again = await world.done(asker, "POST", "/v1/handoff-requests", body)
    assert (again["status"], again["id"] != request["id"]) == ("open", True)
    assert await recorded(world, "handoff_request:create", again) == [asker]
    assert await recorded(world, "handoff_request:expire", request) == [None]


async def test_a_former_custodian_does_not_answer_its_own_request(world: World) -> None:
    case = await world.a_case()
    supervisor = world.police.agent(Role.SUPERVISOR)
    offer = await world.an_offer(case["id"], legal_duty="court_referral", consent_id=None)
    await world.move(world.prosecutor.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    body = {"case_id": case["id"], "kind": "investigation", "reason": "jurisdiction"}
    request = await world.done(supervisor, "POST", "/v1/handoff-requests", body)
    offer = await world.an_offer(case["id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    for event, fields in (
        ("refuse", {"reason": "other"}),
        ("grant", {"priority": "urgent", "legal_duty": "court_referral"}),
    ):
        await move_refused(
            world, 403, "forbidden", supervisor, "handoff-requests", request, event, fields
        )
