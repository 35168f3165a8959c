"""Both chains never belong to the organisation that accuses the person."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.casework.alerts.lasting import follow_causes
from referral_api.domain.deadline_policy import POLICE_PROTECTION
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import TestOrganisation, World


def accusation(case: dict[str, Any], accuser: TestOrganisation) -> dict[str, Any]:
    return {"case_id": case["id"], "organisation_id": str(accuser.id)}


async def accuse(
    world: World, case: dict[str, Any], accuser: TestOrganisation, by: TestOrganisation
) -> dict[str, Any]:
    body = accusation(case, accuser)
    return await world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/accusations", body)


async def kinds(world: World, case: dict[str, Any]) -> list[tuple[str, str]]:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    page = await world.done(coordinator, "GET", f"/v1/alerts?case_id={case['id']}")
    return [(alert["kind"], alert["status"]) for alert in page["items"]]


async def handed_to_ngo(world: World) -> dict[str, Any]:
    """A case of police that keeps the inquiry, whose person the NGO answers for."""
    case = await world.a_case()
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    return case


def protection(case: dict[str, Any], to: TestOrganisation, consent: dict[str, Any]) -> Any:
    return {
        "case_id": case["id"], "kind": "protection", "to_id": str(to.id), "priority": "urgent",
        "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip


async def test_a_unit_that_accuses_her_answers_for_her_alone_and_the_coordination_is_told(
    world: World,
) -> None:
    case = await world.a_case(accused_by_us=True)
    assert case["protection_custodian_id"] == str(world.police.id)
    assert case["investigation_custodian_id"] is None
    officer = world.police.agent(Role.FIRST_RESPONDER)
    page = await world.done(officer, "GET", f"/v1/accusations?case_id={case['id']}")
    (found,) = page["items"]
    assert found["organisation_id"] == str(world.police.id)
    assert await recorded(world, "accusation:record", found) == [officer]
    assert await kinds(world, case) == [("accuser_answers", "raised")]


async def test_only_an_organisation_of_justice_accuses(world: World) -> None:
    body = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "accused_by_us": True}
    worker = world.ngo.agent(Role.CASE_WORKER)
    await refused(world, 422, "malformed-input", worker, "POST", "/v1/cases", body)
    case = await world.a_case(world.ngo)
    body = accusation(case, world.shelter)
    await refused(world, 422, "malformed-input", worker, "POST", "/v1/accusations", body)


@pytest.mark.parametrize("way", ["offered", "accepted", "assigned", "forced"])
async def test_an_accuser_that_answers_for_the_inquiry_is_never_given_the_person(
    world: World, way: str
) -> None:
    case = await handed_to_ngo(world)
    ngo, police = world.ngo.agent(Role.SUPERVISOR), world.police.agent(Role.SUPERVISOR)
    first = world.coordination.agent(Role.COORDINATOR)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    consent = await world.a_consent(case["id"], world.police, by=world.ngo)
    offer = protection(case, world.police, consent)
    assignment = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.police.id),
        "reason": "custodian_unresponsive",
    }  # fmt: skip
    calls: dict[str, tuple[Any, ...]] = {
        "offered": (ngo, "POST", "/v1/handoffs", offer),
        "assigned": (first, "POST", "/v1/handoffs/assignments", assignment),
    }
    if way in calls:
        await accuse(world, case, world.police, world.ngo)
        await refused(world, 409, "accuser-would-answer", *calls[way])
    elif way == "accepted":
        made = await world.done(*calls["offered"])
        await accuse(world, case, world.police, world.ngo)
        await move_refused(world, 409, "accuser-would-answer", police, "handoffs", made, "accept")
    else:
        made = await world.done(*calls["assigned"])
        await accuse(world, case, world.police, world.ngo)
        await move_refused(world, 409, "accuser-would-answer", second, "handoffs", made, "force")
    found = await world.done(ngo, "GET", f"/v1/cases/{case['id']}")
    assert found["protection_custodian_id"] == str(world.ngo.id)


async def test_an_accuser_that_answers_for_her_is_never_given_the_inquiry(world: World) -> None:
    case = await world.a_case(accused_by_us=True)
    other = await world.make_organisation("gendarmerie")
    offer = await world.an_offer(case["id"], to=other)
    await world.move(other.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    back = {
        "case_id": case["id"], "kind": "investigation", "to_id": str(world.police.id),
        "priority": "urgent", "reason": "jurisdiction", "legal_duty": "other_legal_duty",
    }  # fmt: skip
    supervisor = other.agent(Role.SUPERVISOR)
    await refused(world, 409, "accuser-would-answer", supervisor, "POST", "/v1/handoffs", back)


async def test_nobody_lifts_an_accusation_of_its_own(world: World) -> None:
    case = await world.a_case(accused_by_us=True)
    supervisor = world.police.agent(Role.SUPERVISOR)
    page = await world.done(supervisor, "GET", f"/v1/accusations?case_id={case['id']}")
    (row,) = page["items"]
    await move_refused(world, 403, "forbidden", supervisor, "accusations", row, "lift")
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    own = world.ngo.agent(Role.SUPERVISOR)
    await world.move(own, "handoffs", offer, "accept")
    await world.move(own, "accusations", row, "lift")


async def test_one_that_was_lifted_prevents_nothing(world: World) -> None:
    case = await handed_to_ngo(world)
    row = await accuse(world, case, world.police, world.ngo)
    ngo = world.ngo.agent(Role.SUPERVISOR)
    await refused(
        world, 409, "already-exists", ngo, "POST", "/v1/accusations", accusation(case, world.police)
    )
    lifted = await world.move(ngo, "accusations", row, "lift")
    assert lifted["status"] == "lifted"
    assert await recorded(world, "accusation:lift", row) == [ngo]
    consent = await world.a_consent(case["id"], world.police, by=world.ngo)
    await world.done(ngo, "POST", "/v1/handoffs", protection(case, world.police, consent))


async def test_an_accuser_that_answers_already_is_reported_at_once_until_it_hands_her_over(
    world: World,
) -> None:
    case = await world.a_case()
    await accuse(world, case, world.police, world.police)
    assert await kinds(world, case) == [("accuser_answers", "raised")]
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await follow_causes(world.process.database, POLICE_PROTECTION, UUID(case["id"]))
    assert await kinds(world, case) == [("accuser_answers", "settled")]


async def test_an_arrival_at_the_accuser_is_a_fact_and_is_reported(world: World) -> None:
    case = await handed_to_ngo(world)
    ngo, police = world.ngo.agent(Role.SUPERVISOR), world.police.agent(Role.SUPERVISOR)
    consent = await world.a_consent(case["id"], world.police, by=world.ngo)
    body = protection(case, world.police, consent) | {"physical": True}
    made = await world.done(ngo, "POST", "/v1/handoffs", body)
    made = await world.move(police, "handoffs", made, "accept")
    await accuse(world, case, world.police, world.ngo)
    await world.move(police, "handoffs", made, "confirm-arrival", {"condition_noted": True})
    await follow_causes(world.process.database, POLICE_PROTECTION, UUID(case["id"]))
    assert await kinds(world, case) == [("accuser_answers", "raised")]


async def test_the_accuser_and_who_answers_for_the_inquiry_see_no_accusation(world: World) -> None:
    case = await handed_to_ngo(world)
    row = await accuse(world, case, world.police, world.ngo)
    officer, worker = world.police.agent(Role.FIRST_RESPONDER), world.ngo.agent(Role.CASE_WORKER)
    path = f"/v1/accusations/{row['id']}"
    await refused(world, 404, "not-found", officer, "GET", path)
    await move_refused(world, 404, "not-found", officer, "accusations", row, "lift")
    body = accusation(case, world.prosecutor)
    await refused(world, 403, "forbidden", officer, "POST", "/v1/accusations", body)
    page = await world.done(officer, "GET", f"/v1/accusations?case_id={case['id']}")
    assert page["items"] == []
    stranger = world.stranger.agent(Role.CASE_WORKER)
    await refused(world, 404, "not-found", stranger, "POST", "/v1/accusations", body)
    assert (await world.done(worker, "GET", path))["status"] == "standing"


async def test_an_accusation_and_an_acceptance_at_once_never_give_the_accuser_both(
    world: World,
) -> None:
    both = 0
    for _ in range(12):
        case = await handed_to_ngo(world)
        ngo, police = world.ngo.agent(Role.SUPERVISOR), world.police.agent(Role.SUPERVISOR)
        consent = await world.a_consent(case["id"], world.police, by=world.ngo)
        made = await world.done(
            ngo, "POST", "/v1/handoffs", protection(case, world.police, consent)
        )
        path = f"/v1/handoffs/{made['id']}/accept"
        taken, recorded_ = await asyncio.gather(
            world.call(police, "POST", path, version=made["version"]),
            world.call(ngo, "POST", "/v1/accusations", accusation(case, world.police)),
        )
        assert {taken.status_code, recorded_.status_code} <= {200, 201, 403, 404, 409}
        standing = await world.owner.fetchval(
            "SELECT count(*) FROM accusation WHERE case_id = $1", UUID(case["id"])
        )
        moved = taken.status_code == 200
        # Once the police answer for her, the NGO records no accusation of hers any more.
        assert not (moved and standing and recorded_.status_code != 201)
        both += moved and standing > 0
    assert both == 0
