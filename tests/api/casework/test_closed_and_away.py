"""Closed is closed, away is away: nothing begins on a closed file, or with who is not there."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.casework import closing
from referral_api.domain.protection.referrals import answers
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import TestOrganisation, World

_CLOSED = {"current_state": "closed", "allowed_events": ["reopen"]}


async def _close(world: World, case_id: str) -> None:
    supervisor = world.police.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{case_id}"
    version = (await world.done(supervisor, "GET", path))["version"]
    body = {"reason": "lost_contact"}
    await world.done(supervisor, "POST", f"{path}/close", body, version=version)


async def _deactivate(
    world: World, organisation: TestOrganisation, reason: str | None = "safety"
) -> Any:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    path = f"/v1/organisations/{organisation.id}"
    body = {"active": False} | ({"takeover_reason": reason} if reason else {})
    return await world.call(administrator, "PATCH", path, body, version=1)


@pytest.mark.parametrize(
    ("method", "path", "body", "version"),
    [
        ("PATCH", "/v1/cases/{id}", {"region": "GAO"}, 3),
        ("PUT", "/v1/cases/{id}/identity", {"family_name": "Autre"}, 0),
        ("POST", "/v1/cases/{id}/decisions", {"event": "begin_screening"}, None),
        ("POST", "/v1/consents", {}, None),
        ("POST", "/v1/referrals", {}, None),
        ("POST", "/v1/handoffs", {}, None),
    ],
)
async def test_nothing_begins_on_a_closed_file(
    world: World, method: str, path: str, body: dict[str, Any], version: int | None
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    await _close(world, case["id"])
    to = str(world.ngo.id)
    bodies = {
        "/v1/consents": {
            "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care"], "recipients": [to], "sections": ["identity"],
        },
        "/v1/referrals": {
            "case_id": case["id"], "receiver_id": to, "service_type": "shelter",
            "priority": "urgent", "consent_id": consent["id"],
        },
        "/v1/handoffs": {
            "case_id": case["id"], "kind": "protection", "to_id": to, "priority": "urgent",
            "reason": "other", "consent_id": consent["id"],
        },
    }  # fmt: skip
    magistrate = path == "/v1/handoffs"
    role = Role.SUPERVISOR if magistrate else Role.FIRST_RESPONDER
    refusal = await refused(
        world, 409, "invalid-transition", world.police.agent(role), method,
        path.format_map(case), bodies.get(path, body), version=version,
    )  # fmt: skip
    assert refusal | _CLOSED == refusal


async def test_what_was_only_promised_is_not_taken_up_on_a_closed_file(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case()
    draft, pending = [await world.a_referral(case["id"]) for _ in range(2)]
    pending = await world.move(officer, "referrals", pending, "send")
    consent = await world.a_consent(case["id"], world.shelter, answer="awaited")
    await _close(world, case["id"])
    for agent, resource, row, event, body in (
        (officer, "referrals", draft, "send", None),
        (world.shelter.agent(Role.INTAKE_OFFICER), "referrals", pending, "accept", {}),
        (officer, "consents", consent, "confirm", None),
    ):
        path = f"/v1/{resource}/{row['id']}/{event}"
        refusal = await refused(
            world, 409, "invalid-transition", agent, "POST", path, body, version=row["version"]
        )
        assert refusal | _CLOSED == refusal, event
    shelter = world.shelter.agent(Role.INTAKE_OFFICER)
    identity = await world.call(shelter, "GET", f"/v1/cases/{case['id']}/identity")
    assert identity.status_code == 404


async def test_facts_are_taken_on_a_closed_file(world: World) -> None:
    officer, intake = (
        world.police.agent(Role.FIRST_RESPONDER), world.shelter.agent(Role.INTAKE_OFFICER)
    )  # fmt: skip
    row = await world.a_referral()
    row = await world.move(officer, "referrals", row, "send")
    row = await world.move(intake, "referrals", row, "accept", {})
    await _close(world, row["case_id"])
    row = await world.move(intake, "referrals", row, "start")
    await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    consent = {"id": row["consent_id"], "version": 1}
    await world.move(officer, "consents", consent, "withdraw")
    assert await recorded(world, "consent:withdraw", consent) == [officer]


async def test_nothing_is_sent_or_given_to_who_is_not_there(world: World) -> None:
    gone = await world.make_organisation("shelter")
    officer, first = (
        world.police.agent(Role.FIRST_RESPONDER), world.coordination.agent(Role.COORDINATOR)
    )  # fmt: skip
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    draft = await world.a_referral(to=gone)
    body = {
        "case_id": draft["case_id"], "kind": "protection", "to_id": str(gone.id),
        "reason": "safety",
    }  # fmt: skip
    assigned = await world.done(first, "POST", "/v1/handoffs/assignments", body)
    assert (await _deactivate(world, gone)).status_code == 200
    for agent, resource, row, event in (
        (officer, "referrals", draft, "send"), (second, "handoffs", assigned, "force"),
    ):  # fmt: skip
        path = f"/v1/{resource}/{row['id']}/{event}"
        refusal = await refused(world, 409, "conflict", agent, "POST", path, version=1)
        assert refusal["away"] == [str(gone.id)]
    case = await world.done(officer, "GET", f"/v1/cases/{draft['case_id']}")
    assert case["protection_custodian_id"] == str(world.police.id)


async def test_an_acceptance_for_a_sender_that_is_not_there_waits_for_who_takes_over(
    world: World,
) -> None:
    sender = await world.make_organisation("police")
    row = await world.a_referral(by=sender)
    row = await world.move(sender.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await _deactivate(world, sender)
    intake, path = world.shelter.agent(Role.INTAKE_OFFICER), f"/v1/referrals/{row['id']}/accept"
    refusal = await refused(world, 409, "conflict", intake, "POST", path, {}, version=2)
    assert refusal["away"] == [str(sender.id)]


async def test_who_is_counted_on_is_not_deactivated_and_the_refusal_counts(world: World) -> None:
    home = await world.make_organisation("ngo")
    await world.set_places(home, 5)
    case = await world.a_case(home)
    await world.an_offer(case["id"], kind="protection", by=home)
    row = await world.a_referral(to=home, bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    pending = await world.a_referral(to=home)
    await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", pending, "send")
    await world.move(home.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    answer = await _deactivate(world, home, None)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    counts = {name: answer.json()[name] for name in ("answers_for", "residents", "open_offers")}
    assert counts == {"answers_for": 1, "residents": 1, "open_offers": 2}
    path = f"/v1/organisations/{home.id}"
    other = world.police.agent(Role.ADMINISTRATOR)
    forced = {"active": False, "takeover_reason": "safety"}
    await refused(world, 403, "forbidden", other, "PATCH", path, forced, version=1)
    assert (await world.done(other, "GET", path))["active"] is True


async def test_the_coordination_is_told_to_take_over_from_who_is_deactivated_nevertheless(
    world: World,
) -> None:
    home = await world.make_organisation("ngo")
    case = await world.a_case(home)
    answer = await _deactivate(world, home, "custodian_closed")
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    events = await world.events(action="organisation:update", subject_id=home.id)
    assert [(event["code"], event["case_id"]) for event in events] == [
        ("custodian_closed", UUID(case["id"])), (None, None),
    ]  # fmt: skip
    told = await world.owner.fetch(
        "SELECT organisation_id, case_id FROM outgoing_event WHERE event_id = $1", events[0]["id"]
    )
    assert (world.coordination.id, UUID(case["id"])) in [tuple(row) for row in told]
    assert {row["organisation_id"] for row in told} == {
        row["id"]
        for row in await world.owner.fetch(
            "SELECT id FROM organisation WHERE type = 'coordination' AND active"
        )
    }


@pytest.mark.parametrize(
    ("module", "check", "first"),
    [(answers, "check_ground", "accept"), (closing, "check_answers_for_person", "close")],
)
async def test_an_acceptance_and_a_closing_wait_for_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch, module: Any, check: str, first: str
) -> None:
    row = await world.a_referral()
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    holds, passed, done = getattr(module, check), asyncio.Event(), list[str]()

    async def slow(*args: Any, **kwargs: Any) -> Any:
        held = await holds(*args, **kwargs)
        passed.set()
        await asyncio.sleep(0.3)
        return held

    monkeypatch.setattr(module, check, slow)
    calls = {
        "accept": (world.shelter.agent(Role.INTAKE_OFFICER),
                   f"/v1/referrals/{row['id']}/accept", {}, 2),
        "close": (world.police.agent(Role.SUPERVISOR),
                  f"/v1/cases/{row['case_id']}/close", {"reason": "other"}, 1),
    }  # fmt: skip

    async def call(name: str) -> int:
        agent, path, body, version = calls[name]
        answer = await world.call(agent, "POST", path, body, version=version)
        done.append(name)
        return answer.status_code

    leading = asyncio.create_task(call(first))
    await passed.wait()
    (second,) = set(calls) - {first}
    assert await call(second) == (409 if second == "accept" else 200)
    assert await leading == 200
    assert done == [first, second]


@pytest.mark.parametrize("attempt", range(6))
async def test_a_receiver_is_deactivated_or_gets_a_referral_but_not_both(
    world: World, attempt: int
) -> None:
    home = await world.make_organisation("shelter")
    row = await world.a_referral(to=home)
    officer, path = world.police.agent(Role.FIRST_RESPONDER), f"/v1/referrals/{row['id']}/send"
    calls = [world.call(officer, "POST", path, version=1), _deactivate(world, home, None)]
    if attempt % 2:
        deactivated, sent = await asyncio.gather(*reversed(calls))
    else:
        sent, deactivated = await asyncio.gather(*calls)
    assert sorted((sent.status_code, deactivated.status_code)) == [200, 409]
