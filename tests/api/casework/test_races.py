"""Concurrent requests: exactly one succeeds, the other gets an error, and one custodian remains."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.world import World

# Each in both orders; `make races` tries more.
ROUNDS = range(max(2, int(os.environ.get("RACE_TRIES", "2"))))


async def together(*calls: Any) -> list[httpx.Response]:
    return list(await asyncio.gather(*calls))


def move(
    world: World, agent: Any, resource: str, row: dict[str, Any], event: str, body: Any = None,
    **kwargs: Any,
) -> Coroutine[Any, Any, httpx.Response]:  # fmt: skip
    path = f"/v1/{resource}/{row['id']}/{event}"
    return world.call(agent, "POST", path, body, version=row["version"], **kwargs)


def one_won(responses: list[httpx.Response], *, lost: tuple[int, ...] = (409,)) -> None:
    codes = sorted(response.status_code for response in responses)
    assert len([code for code in codes if code < 300]) == 1, [r.text for r in responses]
    assert set(codes[1:]) <= set(lost), [r.text for r in responses]


async def custody(world: World, row: dict[str, Any], kind: str = "protection") -> list[Any]:
    rows = await world.owner.fetch(
        "SELECT seq, organisation_id FROM custody WHERE case_id = $1 AND kind = $2 ORDER BY seq",
        row["case_id"], kind,
    )  # fmt: skip
    assert [link["seq"] for link in rows] == list(range(1, len(rows) + 1))
    live = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant g JOIN custody c ON c.id = g.basis_id"
        " WHERE g.case_id = $1 AND c.kind = $2 AND g.ended_at IS NULL AND g.consent_id IS NULL",
        row["case_id"], kind,
    )  # fmt: skip
    assert live == 1
    return [link["organisation_id"] for link in rows]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_and_withdraw_of_a_handoff(world: World, attempt: int) -> None:
    offer = await world.an_offer(kind="protection")
    calls = [
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
        move(world, world.police.agent(Role.SUPERVISOR), "handoffs", offer, "withdraw",
             {"reason": "situation_changed"}),
    ]  # fmt: skip
    responses = await together(*(calls if attempt % 2 else reversed(calls)))
    one_won(responses)
    result = await world.done(world.police.agent(Role.SUPERVISOR), "GET",
                              f"/v1/handoffs/{offer['id']}")  # fmt: skip
    expected = [world.police.id]
    if result["status"] == "completed":
        expected.append(world.ngo.id)
    assert await custody(world, offer) == expected


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_acceptances_of_a_handoff(world: World, attempt: int) -> None:
    offer = await world.an_offer(kind="protection")
    agents = [world.ngo.agent(Role.SUPERVISOR), world.ngo.agent(Role.INTAKE_OFFICER)]
    responses = await together(*(move(world, a, "handoffs", offer, "accept") for a in agents))
    one_won(responses)
    assert await custody(world, offer) == [world.police.id, world.ngo.id], attempt
    assert len(await recorded(world, "handoff:accept", offer)) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_acceptances_of_a_referral(world: World, attempt: int) -> None:
    row = await world.a_referral(bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    agents = [world.shelter.agent(Role.SUPERVISOR), world.shelter.agent(Role.INTAKE_OFFICER)]
    responses = await together(*(move(world, a, "referrals", row, "accept", {}) for a in agents))
    one_won(responses)
    assert len(await recorded(world, "referral:accept", row)) == 1, attempt
    grants = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant WHERE basis_id = $1", row["id"]
    )
    assert grants == 1


@pytest.mark.parametrize("milliseconds", [-5, 0, 2, 5, 10, 20])
async def test_accept_and_expire(world: World, milliseconds: int) -> None:
    offer = await world.an_offer(kind="protection")
    due = datetime.now(UTC) + timedelta(milliseconds=milliseconds)
    await world.rewrite("handoff", offer, decide_by=due)
    police = world.police.agent(Role.SUPERVISOR)
    responses = await together(
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
        world.call(police, "GET", f"/v1/handoffs/{offer['id']}"),
        move(world, world.ngo.agent(Role.INTAKE_OFFICER), "handoffs", offer, "accept"),
    )
    accepted = [response.status_code for response in responses[::2]]
    assert accepted in ([200, 409], [409, 200], [409, 409]), [r.text for r in responses]
    expired = await recorded(world, "handoff:expire", offer)
    result = await world.done(police, "GET", f"/v1/handoffs/{offer['id']}")
    if 200 in accepted:
        assert (result["status"], expired) == ("completed", [])
        assert await custody(world, offer) == [world.police.id, world.ngo.id]
    else:
        assert (result["status"], expired) == ("expired", [None])
        assert await custody(world, offer) == [world.police.id]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_offer_and_offer(world: World, attempt: int) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo, world.health)
    body = {
        "case_id": case["id"], "kind": "protection", "priority": "urgent",
        "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    agent = world.police.agent(Role.SUPERVISOR)
    offers = [body | {"to_id": str(to.id)} for to in (world.ngo, world.health)]
    responses = await together(*(world.call(agent, "POST", "/v1/handoffs", o) for o in offers))
    one_won(responses)
    assert {r.json().get("code") for r in responses} == {None, "already-exists"}, attempt
    assert await custody(world, {"case_id": case["id"]}) == [world.police.id]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_a_referral_and_withdraw_its_consent(world: World, attempt: int) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    consent = await world.a_consent(case["id"], world.shelter)
    row = await world.a_referral(case["id"], consent_id=consent["id"], bed_asked=True)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(officer, "referrals", row, "send")
    calls = [
        move(world, intake, "referrals", row, "accept", {}),
        move(world, officer, "consents", consent, "withdraw"),
    ]
    responses = await together(*(calls if attempt % 2 else reversed(calls)))
    withdrawn, accepted = responses if attempt % 2 == 0 else reversed(responses)
    assert withdrawn.status_code == 200, "a withdrawal always succeeds"
    assert accepted.status_code in {200, 409}, accepted.text
    result = await world.done(officer, "GET", f"/v1/referrals/{row['id']}")
    assert (result["status"], result["reason"]) == ("cancelled", "consent_withdrawn")
    assert result["bed"] in {"asked", "released"}
    identity = f"/v1/cases/{case['id']}/identity"
    assert (await world.call(intake, "GET", identity)).status_code == 404


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_the_last_place_is_given_once(world: World, attempt: int) -> None:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 1)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    rows = [await world.a_referral(to=shelter, bed_asked=True) for _ in range(2)]
    rows = [await world.move(officer, "referrals", row, "send") for row in rows]
    responses = await together(*(move(world, intake, "referrals", row, "accept", {})
                                 for row in rows))  # fmt: skip
    one_won(responses)
    assert {r.json().get("code") for r in responses} == {None, "no-capacity"}, attempt
    held = await world.owner.fetchval(
        "SELECT held FROM capacity WHERE organisation_id = $1", shelter.id
    )
    assert held == 1


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_a_referral_and_the_background_work_expires_it(
    world: World, attempt: int
) -> None:
    row = await world.a_referral(bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    due = datetime.now(UTC) + timedelta(milliseconds=attempt % 6 * 3 - 1)
    await world.rewrite("referral", row, decide_by=due)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    accepted, _ = await asyncio.gather(
        move(world, intake, "referrals", row, "accept", {}),
        publish_overdue(world.process.database),
    )
    expired = await recorded(world, "referral:expire", row)
    result = await world.done(intake, "GET", f"/v1/referrals/{row['id']}")
    assert (accepted.status_code, result["status"], expired) in (
        (200, "accepted", []), (409, "expired", [None]),
    )  # fmt: skip


async def _an_offer_and(world: World, attempt: int, other: str) -> tuple[Any, Any, dict[str, Any]]:
    """Offer the person to the NGO and do something else at the same time."""
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    agent, supervisor = (world.police.agent(r) for r in (Role.FIRST_RESPONDER, Role.SUPERVISOR))
    offer = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    if other == "withdraw":
        beside = move(world, agent, "consents", consent, "withdraw")
    elif other == "supersede":
        newer = {
            "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care"], "recipients": [str(world.shelter.id)],
            "supersedes_id": consent["id"],
        }  # fmt: skip
        beside = world.call(agent, "POST", "/v1/consents", newer)
    else:
        beside = move(world, supervisor, "cases", case, "close", {"reason": "other"})
    calls = [world.call(supervisor, "POST", "/v1/handoffs", offer), beside]
    offered, done = (
        await together(*calls) if attempt % 2 else reversed(await together(*reversed(calls)))
    )
    assert {offered.status_code, done.status_code} <= {200, 201, 409}, [offered.text, done.text]
    return offered, done, case


async def _open_offers(world: World, case: dict[str, Any]) -> list[Any]:
    return await world.owner.fetch(
        "SELECT k.status AS consent, c.state FROM handoff h JOIN consent k ON k.id = h.consent_id"
        ' JOIN "case" c ON c.id = h.case_id'
        " WHERE h.case_id = $1 AND h.status IN ('offered', 'accepted')",
        case["id"],
    )


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_offer_and_withdraw_its_consent(world: World, attempt: int) -> None:
    _, withdrawn, case = await _an_offer_and(world, attempt, "withdraw")
    assert withdrawn.status_code == 200, "a withdrawal always succeeds"
    assert await _open_offers(world, case) == []


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_offer_and_replace_its_consent(world: World, attempt: int) -> None:
    offered, replaced, case = await _an_offer_and(world, attempt, "supersede")
    assert (offered.is_success, replaced.is_success).count(True) == 1
    offers = [(row["consent"], row["state"]) for row in await _open_offers(world, case)]
    assert offers == ([("active", "open")] if offered.is_success else [])


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_refusals_of_what_she_had_agreed_to(world: World, attempt: int) -> None:
    case, officer = await world.a_case(), world.police.agent(Role.SUPERVISOR)
    agreed = await world.a_consent(case["id"], world.shelter)
    asked = [
        await world.a_consent(case["id"], world.shelter, answer="awaited")
        for _ in range(2 + attempt % 2)
    ]
    answers = await together(*(move(world, officer, "consents", row, "refuse") for row in asked))
    assert {answer.status_code for answer in answers} == {200}, "a refusal is always recorded"
    assert await recorded(world, "consent:withdraw", agreed) == [officer]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_offer_and_close_the_file(world: World, attempt: int) -> None:
    offered, closed, case = await _an_offer_and(world, attempt, "close")
    assert (offered.is_success, closed.is_success).count(True) == 1
    offers = [(row["consent"], row["state"]) for row in await _open_offers(world, case)]
    assert offers == ([("active", "open")] if offered.is_success else [])


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_an_offer_and_withdraw_its_consent(world: World, attempt: int) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", consent_id=consent["id"])
    calls = [
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
        move(world, world.police.agent(Role.SUPERVISOR), "consents", consent, "withdraw"),
    ]
    responses = await together(*(calls if attempt % 2 else reversed(calls)))
    withdrawn, accepted = responses if attempt % 2 == 0 else reversed(responses)
    assert withdrawn.status_code in {200, 403}, withdrawn.text
    assert accepted.status_code in {200, 409}, accepted.text
    former = [world.police.id, world.ngo.id]
    assert await custody(world, offer) == (former if accepted.is_success else former[:1])


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_an_offer_and_assign_the_case(world: World, attempt: int) -> None:
    offer = await world.an_offer(kind="protection")
    body = {
        "case_id": offer["case_id"], "kind": "protection", "to_id": str(world.stranger.id),
        "reason": "dispute",
    }  # fmt: skip
    coordinator = world.coordination.agent(Role.COORDINATOR)
    calls = [
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
        world.call(coordinator, "POST", "/v1/handoffs/assignments", body),
    ]
    responses = await together(*(calls if attempt % 2 else reversed(calls)))
    assert {response.status_code for response in responses} <= {200, 201, 409}
    await custody(world, offer)
