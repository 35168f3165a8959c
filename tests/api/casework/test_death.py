"""Whoever reports her death makes it true: what was promised ends; who answers for her closes."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.instants import tomorrow
from tests.support.world import TestOrganisation, World

OPEN_SERVICES = ("draft", "requested", "in_progress")
DEATH = {"reason": "death"}


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


async def read(world: World, case: dict[str, Any]) -> dict[str, Any]:
    return await world.done(supervisor(world.police), "GET", f"/v1/cases/{case['id']}")


async def a_referral(
    world: World, case: dict[str, Any], to: TestOrganisation, state: str
) -> dict[str, Any]:
    row = await world.a_referral(
        case["id"], to=to, service_type="medical_care", shared_sections=["protection"]
    )
    for reached, agent, event, body in (
        ("requested", supervisor(world.police), "send", None),
        ("accepted", supervisor(to), "accept", {}),
        ("in_progress", supervisor(to), "start", None),
    ):
        if row["status"] == state:
            break
        row = await world.move(agent, "referrals", row, event, body)
        assert row["status"] == reached
    return row


async def a_life(world: World) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """A case with a service at the clinic, others at the shelter, and an offer to the NGO."""
    case = await world.a_case()
    services = [await a_referral(world, case, world.shelter, state) for state in OPEN_SERVICES]
    offer = await world.an_offer(case["id"], kind="protection", physical=True)
    return case, services, offer


async def check_all_has_ended(
    world: World, case: dict[str, Any], services: list[dict[str, Any]], offer: dict[str, Any]
) -> None:
    agent = supervisor(world.police)
    for service in services:
        now = await world.done(agent, "GET", f"/v1/referrals/{service['id']}")
        assert (now["status"], now["end_reason"]) == ("cancelled", "death")
    now = await world.done(agent, "GET", f"/v1/handoffs/{offer['id']}")
    assert now["end_reason"] == "death"
    live = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant WHERE case_id = $1 AND basis = 'referral'"
        " AND ended_at IS NULL",
        UUID(case["id"]),
    )
    assert live == 0


async def told_of_death(world: World, case: dict[str, Any]) -> list[UUID]:
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE case_id = $1"
        " AND action = 'case:report_death'",
        UUID(case["id"]),
    )
    return [row["organisation_id"] for row in rows]


@pytest.mark.parametrize(
    ("state", "event", "by_receiver", "ends"),
    [
        ("requested", "reject", True, "rejected"), ("in_progress", "fail", True, "failed"),
        ("in_progress", "stop", True, "cancelled"), ("requested", "stop", False, "cancelled"),
        ("requested", "cancel", False, "cancelled"),
        ("in_progress", "request_cancellation", False, "cancelled"),
    ],
)  # fmt: skip
async def test_whatever_ends_a_referral_for_her_death_ends_all_that_is_open_and_tells(
    world: World, state: str, event: str, by_receiver: bool, ends: str
) -> None:
    case, services, offer = await a_life(world)
    row = await a_referral(world, case, world.health, state)
    agent = supervisor(world.health if by_receiver else world.police)
    done = await world.move(agent, "referrals", row, event.replace("_", "-"), DEATH)
    assert (done["status"], done["end_reason"]) == (ends, "death")
    assert agent in await recorded(world, f"referral:{event}", row)
    await check_all_has_ended(world, case, services, offer)
    assert await recorded(world, "referral:stop", services[2]) == [agent]
    assert await recorded(world, "handoff:withdraw", offer) == [agent]
    assert await recorded(world, "case:report_death", case) == [agent]
    assert await told_of_death(world, case) == [world.police.id]
    now = await read(world, case)
    assert (now["state"], now["closure_reason"]) == ("open", None)
    assert now["death_reported_at"] is not None


async def test_a_death_on_the_way_is_reported_as_no_arrival(world: World) -> None:
    case, services, offer = await a_life(world)
    receiver = supervisor(world.ngo)
    offer = await world.move(receiver, "handoffs", offer, "accept")
    body = {"escorted": True, "expected_arrival": tomorrow()}
    offer = await world.move(supervisor(world.police), "handoffs", offer, "depart", body)
    failed = await world.move(receiver, "handoffs", offer, "report-failed-arrival", DEATH)
    assert (failed["status"], failed["end_reason"]) == ("failed", "death")
    await check_all_has_ended(world, case, services, offer)
    assert await recorded(world, "case:report_death", case) == [receiver]
    assert await told_of_death(world, case) == [world.police.id]
    assert (await read(world, case))["protection_custodian_id"] == str(world.police.id)


async def test_a_death_reported_elsewhere_ends_a_journey_too(world: World) -> None:
    case, services, offer = await a_life(world)
    offer = await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    body = {"escorted": True, "expected_arrival": tomorrow()}
    offer = await world.move(supervisor(world.police), "handoffs", offer, "depart", body)
    row = await a_referral(world, case, world.health, "in_progress")
    await world.move(supervisor(world.health), "referrals", row, "fail", DEATH)
    await check_all_has_ended(world, case, services, offer)
    agents = await recorded(world, "handoff:report_failed_arrival", offer)
    assert agents == [supervisor(world.health)]


async def test_an_offer_taken_back_for_her_death_reports_it(world: World) -> None:
    case, services, offer = await a_life(world)
    await world.move(supervisor(world.police), "handoffs", offer, "withdraw", DEATH)
    await check_all_has_ended(world, case, services, offer)
    assert (await read(world, case))["death_reported_at"] is not None


async def test_the_inquiry_goes_on(world: World) -> None:
    case, *_ = await a_life(world)
    offer = await world.an_offer(case["id"])
    row = await a_referral(world, case, world.health, "in_progress")
    await world.move(supervisor(world.health), "referrals", row, "fail", DEATH)
    done = await world.move(supervisor(world.prosecutor), "handoffs", offer, "accept")
    assert done["status"] == "completed"
    body = {
        "case_id": case["id"], "kind": "investigation", "to_id": str(world.police.id),
        "priority": "urgent", "reason": "jurisdiction", "legal_duty": "prosecutor_instruction",
    }  # fmt: skip
    await world.done(supervisor(world.prosecutor), "POST", "/v1/handoffs", body)


async def test_nothing_is_promised_anew_until_the_report_is_corrected(world: World) -> None:
    case, services, _ = await a_life(world)
    proposed = await world.a_consent(case["id"], world.health, answer="awaited")
    consent = await world.a_consent(case["id"], world.health, world.ngo)
    await world.move(supervisor(world.shelter), "referrals", services[2], "fail", DEATH)
    agent = supervisor(world.police)
    referral = {
        "case_id": case["id"], "receiver_id": str(world.health.id), "service_type": "medical_care",
        "priority": "urgent", "shared_sections": [], "consent_id": consent["id"],
    }  # fmt: skip
    handoff = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    given = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.ngo.id)], "sections": [],
    }  # fmt: skip
    for path, body in (
        ("/v1/referrals", referral), ("/v1/handoffs", handoff), ("/v1/consents", given)
    ):  # fmt: skip
        answer = await refused(world, 409, "conflict", agent, "POST", path, body)
        assert "décès" in answer["detail"]
    await move_refused(world, 409, "conflict", agent, "consents", proposed, "confirm")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id), "reason": "safety",
    }  # fmt: skip
    # Whoever reports her death neither vetoes nor blocks what the coordination assigns.
    assigned = await world.done(coordinator, "POST", "/v1/handoffs/assignments", body)
    await world.move(coordinator, "handoffs", assigned, "withdraw", {"reason": "safety"})
    refusal = given | {"answer": "refused", "recipients": [str(world.stranger.id)]}
    # What she said before is a fact, and a refusal opens nothing.
    await world.done(agent, "POST", "/v1/consents", refusal)

    now = await read(world, case)
    path = f"/v1/cases/{case['id']}/refute-death"
    corrected = await world.done(agent, "POST", path, version=now["version"])
    assert corrected["death_refuted_at"] is not None
    assert await recorded(world, "case:refute_death", case) == [agent]
    draft = await world.done(agent, "POST", "/v1/referrals", referral)
    await world.move(agent, "referrals", draft, "send")
    # Nothing was deleted: what ended stays ended, and the report stays in the file.
    assert corrected["death_reported_at"] == now["death_reported_at"]
    stopped = await world.done(agent, "GET", f"/v1/referrals/{services[1]['id']}")
    assert stopped["status"] == "cancelled"
    await refused(world, 409, "conflict", agent, "POST", path, version=corrected["version"])


async def test_only_who_answers_for_her_corrects_or_confirms(world: World) -> None:
    case, services, _ = await a_life(world)
    row = await a_referral(world, case, world.prosecutor, "in_progress")
    await world.move(supervisor(world.shelter), "referrals", services[2], "fail", DEATH)
    assert row["status"] == "in_progress"  # before the report
    version = (await read(world, case))["version"]
    for act, body in (("refute-death", None), ("close", {"reason": "deceased"})):
        path = f"/v1/cases/{case['id']}/{act}"
        for other in (world.shelter, world.ngo, world.prosecutor, world.stranger):
            agent = supervisor(other)
            await refused(world, 404, "not-found", agent, "POST", path, body, version=version)
    path = f"/v1/cases/{case['id']}/close"
    closed = await world.done(
        supervisor(world.police), "POST", path, {"reason": "deceased"}, version=version
    )
    assert (closed["state"], closed["closure_reason"]) == ("closed", "deceased")


async def test_who_answers_for_the_inquiry_alone_corrects_nothing(world: World) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    case = await world.rewrite("case", case, death_reported_at=datetime(2026, 1, 1, tzinfo=UTC))
    path = f"/v1/cases/{case['id']}/refute-death"
    version = (await read(world, case))["version"]
    await refused(world, 403, "forbidden", supervisor(world.police), "POST", path, version=version)


async def test_closing_the_file_for_her_death_ends_what_is_open_at_once(world: World) -> None:
    case, services, offer = await a_life(world)
    path = f"/v1/cases/{case['id']}/close"
    agent = supervisor(world.police)
    await refused(
        world, 412, "stale-version", agent, "POST", path, {"reason": "deceased"}, version=9
    )
    closed = await world.done(agent, "POST", path, {"reason": "deceased"}, version=case["version"])
    assert (closed["state"], closed["death_refuted_at"]) == ("closed", None)
    assert closed["death_reported_at"] is not None
    await check_all_has_ended(world, case, services, offer)


async def test_a_refused_act_reports_nothing(world: World) -> None:
    case, services, _ = await a_life(world)
    await move_refused(
        world,
        403,
        "forbidden",
        supervisor(world.shelter),
        "referrals",
        services[2],
        "cancel",
        DEATH,
    )
    await refused(
        world, 412, "stale-version", supervisor(world.shelter), "POST",
        f"/v1/referrals/{services[2]['id']}/fail", DEATH, version=99,
    )  # fmt: skip
    assert (await read(world, case))["death_reported_at"] is None
    row = await world.done(supervisor(world.shelter), "GET", f"/v1/referrals/{services[2]['id']}")
    assert row["status"] == "in_progress"


async def test_two_who_report_her_death_at_once_both_have_done_so(world: World) -> None:
    for _ in range(4):
        case, services, offer = await a_life(world)
        row = await a_referral(world, case, world.health, "in_progress")
        answers = await asyncio.gather(
            world.call(
                supervisor(world.health), "POST", f"/v1/referrals/{row['id']}/fail", DEATH,
                version=row["version"],
            ),
            world.call(
                supervisor(world.shelter), "POST", f"/v1/referrals/{services[2]['id']}/fail",
                DEATH, version=services[2]["version"],
            ),
        )  # fmt: skip
        # The second finds its referral ended by the first.
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        by_first = [s for s in services if s["id"] != services[2]["id"]]
        await check_all_has_ended(world, case, by_first, offer)


async def test_a_promise_and_a_report_of_her_death_at_once_leave_nothing_open(
    world: World,
) -> None:
    for _ in range(4):
        case, services, _ = await a_life(world)
        accepted, reported = await asyncio.gather(
            world.call(
                supervisor(world.shelter), "POST", f"/v1/referrals/{services[1]['id']}/accept", {},
                version=services[1]["version"],
            ),
            world.call(
                supervisor(world.shelter), "POST", f"/v1/referrals/{services[2]['id']}/fail",
                DEATH, version=services[2]["version"],
            ),
        )  # fmt: skip
        assert reported.status_code == 200
        assert accepted.status_code in {200, 409}
        left = await world.owner.fetchval(
            "SELECT count(*) FROM referral WHERE case_id = $1 AND status = ANY ($2)",
            UUID(case["id"]), ["draft", "requested", "received", "accepted", "in_progress"],
        )  # fmt: skip
        assert left == 0


async def test_an_offer_and_a_report_of_her_death_at_once_leave_nothing_open(world: World) -> None:
    for _ in range(4):
        case = await world.a_case()
        consent = await world.a_consent(case["id"], world.ngo)
        row = await a_referral(world, case, world.health, "in_progress")
        offer = {
            "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
            "priority": "urgent", "reason": "specialised_care", "consent_id": consent["id"],
        }  # fmt: skip
        offered, reported = await asyncio.gather(
            world.call(supervisor(world.police), "POST", "/v1/handoffs", offer),
            world.call(
                supervisor(world.health), "POST", f"/v1/referrals/{row['id']}/fail", DEATH,
                version=row["version"],
            ),
        )  # fmt: skip
        assert reported.status_code == 200
        assert offered.status_code in {201, 409}
        left = await world.owner.fetchval(
            "SELECT count(*) FROM handoff WHERE case_id = $1 AND status = 'offered'",
            UUID(case["id"]),
        )
        assert left == 0


async def test_her_place_is_free_after_a_report_of_her_death(world: World) -> None:
    case = await world.a_case()
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 1)
    draft = await world.a_referral(case["id"], to=shelter, bed_asked=True)
    sent = await world.move(supervisor(world.police), "referrals", draft, "send")
    await world.move(supervisor(shelter), "referrals", sent, "accept", {})
    row = await a_referral(world, case, world.health, "in_progress")
    await world.move(supervisor(world.health), "referrals", row, "fail", DEATH)
    places = await world.owner.fetchrow(
        "SELECT held, occupied FROM capacity WHERE organisation_id = $1", shelter.id
    )
    assert places is not None
    assert tuple(places) == (0, 0)
