"""Identification: acts, means and purposes, the roles that decide, and the rule for children."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World

FULL = {
    "event": "identify", "acts": ["RECRUITMENT"], "means": ["FRAUD"],
    "forms": ["MENDICITE_FORCEE"], "ground": "TRAITE_2012_023",
}  # fmt: skip


async def presumed(world: World, **fields: Any) -> str:
    """A case at ``presumed``; return the address of its decisions."""
    case = await world.a_case(**fields)
    await world.rewrite("case", case, status="presumed")
    return f"/v1/cases/{case['id']}/decisions"


@pytest.mark.parametrize(
    ("fields", "without", "missing"),
    [
        ({}, {"acts": []}, ["act"]),
        ({}, {"means": []}, ["means"]),
        ({}, {"means": ["NOT_REQUIRED_CHILD"]}, ["means"]),
        ({}, {"forms": []}, ["purpose"]),
        ({}, {"forms": ["INCONNU"]}, ["purpose"]),
        ({}, {"ground": None}, ["ground"]),
        ({}, {"acts": [], "means": [], "forms": []}, ["act", "means", "purpose"]),
        ({"age_band": "15_17"}, {"acts": []}, ["act"]),
        ({"age_band": "6_11"}, {"forms": []}, ["purpose"]),
        ({"age_in_doubt": True}, {"acts": [], "means": []}, ["act"]),
    ],
)
async def test_an_identification_without_its_grounds_is_refused_naming_them(
    world: World, fields: dict[str, Any], without: dict[str, Any], missing: list[str]
) -> None:
    path = await presumed(world, **fields)
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    result = await refused(
        world, 409, "incomplete-grounds", authority, "POST", path, FULL | without
    )
    assert result["missing"] == missing
    status = await world.done(authority, "GET", path.removesuffix("/decisions"))
    assert status["status"] == "presumed"


@pytest.mark.parametrize(
    ("fields", "means"),
    [
        ({}, ["FRAUD"]),
        ({}, ["FRAUD", "NOT_REQUIRED_CHILD"]),
        ({"age_band": "15_17"}, []),
        ({"age_band": "under_6"}, ["NOT_REQUIRED_CHILD"]),
        ({"age_band": "unknown"}, []),
        ({"age_in_doubt": True}, []),
    ],
)
async def test_an_adult_needs_a_means_and_a_child_or_doubtful_age_does_not(
    world: World, fields: dict[str, Any], means: list[str]
) -> None:
    path = await presumed(world, **fields)
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    result = await world.done(authority, "POST", path, FULL | {"means": means})
    assert (result["from_status"], result["to_status"]) == ("presumed", "identified")
    assert result["treated_as_child"] is bool(fields)
    assert (result["agent_id"], result["ground"]) == (str(authority), "TRAITE_2012_023")
    (event,) = await world.events(action="decision:record", subject_id=result["id"])
    assert (event["code"], event["section"], event["agent_id"]) == (
        "identify", "exploitation", authority,
    )  # fmt: skip


async def test_a_decision_is_reconsidered_by_another_and_both_stay_on_record(world: World) -> None:
    path = await presumed(world)
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    reasons = {"event": "not_identify", "reasons": "Motif synthétique"}
    await world.done(authority, "POST", path, reasons)
    await world.done(authority, "POST", path, {"event": "reconsider"})
    await world.done(authority, "POST", path, FULL)
    result = await world.done(authority, "GET", path)
    assert [item["event"] for item in result["items"]] == ["not_identify", "reconsider", "identify"]
    assert result["items"][0]["reasons"] == "Motif synthétique"
    stored = await world.owner.fetchval(
        "SELECT sealed_reasons FROM decision WHERE id = $1", result["items"][0]["id"]
    )
    assert stored is not None
    assert b"Motif" not in stored
    assert await world.events(action="decision:list", agent_id=authority, outcome="allowed")


async def test_a_first_responder_screens_and_presumes_but_does_not_identify(world: World) -> None:
    case = await world.a_case()
    path = f"/v1/cases/{case['id']}/decisions"
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "POST", path, {"event": "begin_screening"})
    await world.done(officer, "POST", path, {"event": "presume"})
    await refused(world, 403, "forbidden", officer, "POST", path, FULL)
    supervisor = world.police.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", supervisor, "POST", path, FULL)


async def test_a_receiver_without_the_section_neither_reads_nor_decides(world: World) -> None:
    path = await presumed(world)
    case_id = path.split("/")[3]
    row = await world.a_referral(case_id)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    worker = world.shelter.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", worker, "GET", path)
    await refused(world, 403, "forbidden", worker, "POST", path, FULL)
    stranger = world.stranger.agent(Role.CASE_WORKER)
    await refused(world, 404, "not-found", stranger, "GET", path)


async def test_no_step_is_taken_on_a_closed_case(world: World) -> None:
    path = await presumed(world)
    await world.rewrite("case", {"id": path.split("/")[3]}, state="closed")
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    result = await refused(world, 409, "invalid-transition", authority, "POST", path, FULL)
    assert (result["current_state"], result["allowed_events"]) == ("closed", ["reopen"])
