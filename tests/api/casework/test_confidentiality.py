"""Ways around need to know, consent and custody that were once open, each attempted again."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from referral_api.domain.casework import consent_renewal
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import TestOrganisation, World


def body_of_offer(case_id: str, consent_id: str, to: TestOrganisation) -> dict[str, Any]:
    return {
        "case_id": case_id, "kind": "protection", "to_id": str(to.id), "priority": "urgent",
        "reason": "specialised_care", "consent_id": consent_id,
    }  # fmt: skip


async def hand_over(world: World, case_id: str, consent_id: str) -> None:
    """The NGO hands its case to the other NGO."""
    offer = await world.done(
        world.ngo.agent(Role.SUPERVISOR), "POST", "/v1/handoffs",
        body_of_offer(case_id, consent_id, world.stranger),
    )  # fmt: skip
    await world.move(world.stranger.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


class _Pause:
    def __init__(self) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()


def pause_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> _Pause:
    """Make a check of an operation wait, once passed, while another request goes first."""
    check, pause = getattr(module, name), _Pause()

    async def slow(*args: Any) -> None:
        await check(*args)
        pause.begun.set()
        await pause.over.wait()

    monkeypatch.setattr(module, name, slow)
    return pause


async def overtaken(
    pause: _Pause, slow: Any, quick: Callable[[], Any]
) -> tuple[httpx.Response, Any]:
    running = asyncio.create_task(slow)
    await pause.begun.wait()
    try:
        done = await quick()
    finally:
        pause.over.set()
    return await running, done


async def test_a_draft_that_was_never_sent_stays_unseen_when_it_is_cancelled(world: World) -> None:
    draft = await world.a_referral()
    officer, intake = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.INTAKE_OFFICER)
    await world.move(officer, "referrals", draft, "cancel", {"reason": "sent_in_error"})
    answer = await world.call(intake, "GET", f"/v1/referrals/{draft['id']}")
    assert answer.status_code == 404


async def test_a_recipient_of_a_consent_does_not_learn_of_the_others(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, world.health)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    for path in (f"/v1/consents/{consent['id']}", f"/v1/consents?case_id={case['id']}"):
        result = await world.done(intake, "GET", path)
        row = result["items"][0] if "items" in result else result
        assert row["recipients"] == [str(world.shelter.id)]
    kept = await world.done(
        world.police.agent(Role.SUPERVISOR), "GET", f"/v1/consents/{consent['id']}"
    )
    assert kept["recipients"] == consent["recipients"]


async def test_a_draft_does_not_disclose_that_a_consent_out_of_sight_exists(world: World) -> None:
    consent = await world.a_consent((await world.a_case())["id"], world.shelter)
    case = await world.a_case(by=world.stranger)
    for consent_id in (consent["id"], case["id"]):
        body = {
            "case_id": case["id"], "receiver_id": str(world.shelter.id),
            "service_type": "shelter", "priority": "urgent", "consent_id": consent_id,
        }  # fmt: skip
        agent = world.stranger.agent(Role.FIRST_RESPONDER)
        answer = await world.call(agent, "POST", "/v1/referrals", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "consent-missing")


async def test_a_withdrawal_ends_every_referral_and_is_not_for_a_former_custodian(
    world: World,
) -> None:
    case = await world.a_case(by=world.ngo)
    consent = await world.a_consent(case["id"], world.stranger, world.shelter, by=world.ngo)
    await hand_over(world, case["id"], consent["id"])
    supervisor = world.stranger.agent(Role.SUPERVISOR)
    body = {
        "case_id": case["id"], "receiver_id": str(world.shelter.id), "service_type": "shelter",
        "priority": "urgent", "consent_id": consent["id"],
    }  # fmt: skip
    referral = await world.done(supervisor, "POST", "/v1/referrals", body)
    await world.move(supervisor, "referrals", referral, "send")
    former = world.ngo.agent(Role.FIRST_RESPONDER)
    await move_refused(world, 403, "forbidden", former, "consents", consent, "withdraw")
    await world.move(supervisor, "consents", consent, "withdraw")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    result = await world.done(intake, "GET", f"/v1/referrals/{referral['id']}")
    assert (result["status"], result["sheet"]) == ("cancelled", None)


@pytest.mark.parametrize("event", ["withdraw", "mark-error"])
async def test_an_ended_consent_closes_the_offers_and_referrals_that_rest_on_it(
    world: World, event: str
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo, world.shelter)
    offer = await world.an_offer(case["id"], kind="protection", consent_id=consent["id"])
    referral = await world.a_referral(case["id"], consent_id=consent["id"], bed_asked=True)
    officer, intake = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.INTAKE_OFFICER)
    referral = await world.move(officer, "referrals", referral, "send")
    await world.move(intake, "referrals", referral, "accept", {})
    await world.move(officer, "consents", consent, event)
    result = await world.done(intake, "GET", f"/v1/referrals/{referral['id']}")
    assert (result["status"], result["bed"], result["sheet"]) == ("cancelled", "released", None)
    receiver = world.ngo.agent(Role.SUPERVISOR)
    result = await world.done(receiver, "GET", f"/v1/handoffs/{offer['id']}")
    assert (result["status"], result["sheet"]) == ("withdrawn", None)


async def test_an_organisation_that_has_lost_the_case_meanwhile_is_forbidden(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await world.a_case(by=world.ngo)
    consent = await world.a_consent(case["id"], world.stranger, by=world.ngo)
    passed = pause_after(monkeypatch, consent_renewal, "check_open")
    body = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.shelter.id)],
    }  # fmt: skip
    late = world.call(world.ngo.agent(Role.FIRST_RESPONDER), "POST", "/v1/consents", body)
    answer, _ = await overtaken(passed, late, lambda: hand_over(world, case["id"], consent["id"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_an_administrator_cannot_change_its_own_roles(world: World) -> None:
    administrator: UUID = world.ngo.agent(Role.ADMINISTRATOR)
    path, roles = f"/v1/agents/{administrator}", {"roles": ["administrator", "case_worker"]}
    answer = await world.call(administrator, "PATCH", path, roles, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "second-person-needed")
    other = world.coordination.agent(Role.ADMINISTRATOR)
    assert (await world.done(other, "PATCH", path, roles, version=1))["roles"] == roles["roles"]
    await world.done(other, "PATCH", path, {"roles": ["administrator"]}, version=2)


async def test_a_custodian_of_the_inquiry_alone_sees_no_services(
    world: World,
) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"])
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    await world.move(magistrate, "handoffs", offer, "accept")
    referral = await world.a_referral(case["id"])
    path = f"/v1/referrals/{referral['id']}"
    assert (await world.call(magistrate, "GET", path)).status_code == 404
    page = await world.done(magistrate, "GET", f"/v1/consents?case_id={case['id']}")
    assert [row["id"] for row in page["items"]] == [offer["consent_id"]]
    file = await world.done(magistrate, "GET", f"/v1/cases/{case['id']}")
    body = {"reason": "support_completed"}
    path = f"/v1/cases/{case['id']}/close"
    closing = await world.call(magistrate, "POST", path, body, version=file["version"])
    assert closing.status_code == 403


async def test_an_organisation_that_handed_her_over_does_not_close_her_file(world: World) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    supervisor, path = world.police.agent(Role.SUPERVISOR), f"/v1/cases/{case['id']}"
    file = await world.done(supervisor, "GET", path)  # the inquiry is still its own
    assert file["investigation_custodian_id"] == str(world.police.id)
    await refused(
        world, 403, "forbidden", supervisor, "POST", f"{path}/close",
        {"reason": "support_completed"}, version=file["version"],
    )  # fmt: skip
    assert (await world.done(supervisor, "GET", path))["state"] == "open"
    assert await recorded(world, "case:close", case) == []


async def test_a_pause_before_the_start_does_not_extend_access(world: World) -> None:
    referral = await world.a_referral()
    officer, intake = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.SUPERVISOR)
    referral = await world.move(officer, "referrals", referral, "send")
    referral = await world.move(intake, "referrals", referral, "accept", {})
    today = datetime.now(UTC).date().isoformat()
    pause = {"reason": "awaiting_place", "review_on": today}
    await world.move(intake, "referrals", referral, "hold", pause)
    until = await world.owner.fetchval(
        "SELECT valid_until FROM access_grant WHERE basis_id = $1", referral["id"]
    )
    assert until == datetime.fromisoformat(referral["start_by"])


async def test_a_new_resource_is_found_at_its_location(world: World) -> None:
    case = await world.a_case()
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "dispute",
    }  # fmt: skip
    made = await world.call(coordinator, "POST", "/v1/handoffs/assignments", body)
    found = await world.done(coordinator, "GET", made.headers["location"])
    assert found["id"] == made.json()["id"]
