"""What protects her is on every sheet, by the stricter of all sources, and follows the case."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.world import World

CAREFUL: dict[str, Any] = {"age_in_doubt": True, "risk_flags": ["unsafe_phone"]}


async def sheet_of(world: World, resource: str, row: dict[str, Any]) -> dict[str, Any]:
    receiver = {"referrals": world.shelter, "handoffs": world.ngo}[resource]
    result = await world.done(receiver.agent(Role.SUPERVISOR), "GET", f"/v1/{resource}/{row['id']}")
    sheet: dict[str, Any] = result["sheet"]
    return sheet


async def told(world: World, resource: str, case_id: str, **fields: Any) -> dict[str, Any]:
    """A referral that was sent, or an offer."""
    if resource == "handoffs":
        return await world.an_offer(case_id, kind="protection", **fields)
    row = await world.a_referral(case_id, **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_the_sheet_has_the_risks_of_case_and_record_and_says_that_she_is_treated_as_a_child(
    world: World, resource: str
) -> None:
    case = await world.a_case(**CAREFUL)
    row = await told(world, resource, case["id"], risk_flags=["self_harm"])
    sheet = await sheet_of(world, resource, row)
    assert sheet["risk_flags"] == ["self_harm", "unsafe_phone"]
    assert (sheet["treated_as_child"], sheet["do_not_contact"]) == (True, False)
    assert sheet["sheet_updated_at"] is None


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_nobody_contacts_her_if_the_consent_says_so(world: World, resource: str) -> None:
    case = await world.a_case()
    receiver = {"referrals": world.shelter, "handoffs": world.ngo}[resource]
    consent = await world.a_consent(case["id"], receiver, do_not_contact=True)
    row = await told(world, resource, case["id"], consent_id=consent["id"])
    sheet = await sheet_of(world, resource, row)
    assert (sheet["do_not_contact"], sheet["treated_as_child"]) == (True, False)


async def test_an_assignment_tells_what_any_consent_of_hers_forbids(world: World) -> None:
    case = await world.a_case(**CAREFUL)
    await world.a_consent(case["id"], world.shelter, do_not_contact=True)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "custodian_unresponsive",
    }  # fmt: skip
    coordinator = world.coordination.agent(Role.COORDINATOR)
    row = await world.done(coordinator, "POST", "/v1/handoffs/assignments", body)
    sheet = await sheet_of(world, "handoffs", row)
    assert (sheet["do_not_contact"], sheet["treated_as_child"]) == (True, True)
    assert sheet["risk_flags"] == ["unsafe_phone"]


async def test_nobody_contacts_her_if_the_referral_says_so(world: World) -> None:
    case = await world.a_case()
    row = await told(world, "referrals", case["id"], do_not_contact=True)
    assert (await sheet_of(world, "referrals", row))["do_not_contact"] is True


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_a_correction_follows_to_the_open_sheets_and_is_dated_there(
    world: World, resource: str
) -> None:
    case = await world.a_case(risk_flags=["armed_group"])
    row = await told(world, resource, case["id"], risk_flags=["self_harm"])
    officer = world.police.agent(Role.FIRST_RESPONDER)
    correction = {"age_band": "15_17", "risk_flags": ["trafficker_nearby"], "languages": ["bmq"]}
    await world.done(
        officer, "PATCH", f"/v1/cases/{case['id']}", correction, version=case["version"]
    )
    sheet = await sheet_of(world, resource, row)
    assert (sheet["age_band"], sheet["treated_as_child"]) == ("15_17", True)
    assert sheet["risk_flags"] == ["self_harm", "trafficker_nearby"]
    assert sheet["sheet_updated_at"] is not None
    action = f"{resource.removesuffix('s')}:follow_case"
    assert await recorded(world, action, row) == [officer]
    receiver = {"referrals": world.shelter, "handoffs": world.ngo}[resource]
    parties = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1 AND action = $2",
        UUID(row["id"]), action,
    )  # fmt: skip
    assert {party["organisation_id"] for party in parties} == {world.police.id, receiver.id}


async def test_a_correction_that_changes_no_sheet_writes_no_event_of_one(world: World) -> None:
    case = await world.a_case()
    row = await told(world, "referrals", case["id"])
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for change in ({"nationality": "ML"}, {"age_band": case["age_band"]}):
        version = (await world.done(officer, "GET", f"/v1/cases/{case['id']}"))["version"]
        await world.done(officer, "PATCH", f"/v1/cases/{case['id']}", change, version=version)
    assert await recorded(world, "referral:follow_case", row) == []
    assert (await sheet_of(world, "referrals", row))["sheet_updated_at"] is None


async def test_an_ended_referral_stays_as_it_was_shown(world: World) -> None:
    case = await world.a_case()
    row = await told(world, "referrals", case["id"])
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    await world.done(
        world.police.agent(Role.FIRST_RESPONDER), "PATCH", f"/v1/cases/{case['id']}",
        {"age_band": "15_17"}, version=case["version"],
    )  # fmt: skip
    assert (await sheet_of(world, "referrals", row))["age_band"] == case["age_band"]
