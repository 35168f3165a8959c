"""No finding is final: each is taken up again, with a reason, or by a correction that undoes it."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

_FOUND = {"event": "identify", "acts": ["RECRUITMENT"], "ground": "TRAITE_2012_023"}
_WAYS_BACK = [
    ("not_presumed", "begin_screening", "screening", Role.FIRST_RESPONDER),
    ("no_follow_up", "begin_screening", "screening", Role.FIRST_RESPONDER),
    ("identified", "reconsider", "under_review", Role.IDENTIFICATION_AUTHORITY),
]


async def _decide(world: World, case: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    return await world.done(authority, "POST", f"/v1/cases/{case['id']}/decisions", body)


async def _correct(
    world: World, case: dict[str, Any], by: TestOrganisation | None = None, **fields: Any
) -> dict[str, Any]:
    officer = (by or world.police).agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{case['id']}"
    version = (await world.done(officer, "GET", path))["version"]
    return await world.done(officer, "PATCH", path, fields, version=version)


async def _decisions(world: World, case: dict[str, Any]) -> list[dict[str, Any]]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    page = await world.done(officer, "GET", f"/v1/cases/{case['id']}/decisions")
    items: list[dict[str, Any]] = page["items"]
    return items


@pytest.mark.parametrize(("status", "event", "target", "role"), _WAYS_BACK)
@pytest.mark.parametrize(
    "why", [{"reasons": "Faits nouveaux"}, {"review_reason": "new_facts"}, {"ground": "AUTRE"}]
)
async def test_a_finding_is_taken_up_again_with_a_reason_coded_or_in_words(
    world: World, status: str, event: str, target: str, role: Role, why: dict[str, str]
) -> None:
    case = await world.rewrite("case", await world.a_case(), status=status)
    agent, path = world.police.agent(role), f"/v1/cases/{case['id']}/decisions"
    refusal = await refused(world, 409, "incomplete-grounds", agent, "POST", path, {"event": event})
    assert refusal["missing"] == ["reasons"]
    taken = await world.done(agent, "POST", path, {"event": event} | why)
    assert (taken["from_status"], taken["to_status"]) == (status, target)
    (last,) = await _decisions(world, case)
    assert why.items() <= last.items()
    (recorded,) = await world.events(action="decision:record", subject_id=taken["id"])
    assert (recorded["agent_id"], recorded["code"]) == (agent, event)


@pytest.mark.parametrize(
    ("person", "found", "correction"),
    [
        ({"age_band": "15_17"}, {"forms": ["MENDICITE_FORCEE"]}, {"age_band": "25_59"}),
        ({"age_in_doubt": True}, {"forms": ["SERVAGE"]}, {"age_in_doubt": False}),
        (
            {"age_band": "25_59"}, {"forms": ["GPA_FORCEE"], "means": ["FRAUD"]},
            {"sex": "male"},
        ),
        (
            {"sex": "male", "age_band": "12_14"}, {"forms": ["PLACEMENT"], "means": ["FRAUD"]},
            {"age_band": "18_24"},
        ),
    ],
)  # fmt: skip
async def test_a_correction_that_undoes_a_ground_puts_the_identification_under_review(
    world: World, person: dict[str, Any], found: dict[str, Any], correction: dict[str, Any]
) -> None:
    case = await world.rewrite("case", await world.a_case(**person), status="presumed")
    await _decide(world, case, _FOUND | found)
    corrected = await _correct(world, case, **correction)
    assert corrected["status"] == "under_review"
    last = (await _decisions(world, case))[-1]
    assert (last["event"], last["from_status"], last["to_status"], last["review_reason"]) == (
        "reconsider", "identified", "under_review", "age_or_sex_corrected",
    )  # fmt: skip
    officer = world.police.agent(Role.FIRST_RESPONDER)
    assert last["agent_id"] == str(officer)
    (recorded,) = await world.events(action="decision:record", subject_id=last["id"])
    assert (recorded["agent_id"], recorded["code"]) == (officer, "reconsider")


@pytest.mark.parametrize(
    "correction",
    [{"region": "GAO"}, {"age_band": "12_14"}, {"sex": "male"}, {"age_band": "unknown"}],
)
async def test_a_correction_that_undoes_no_ground_changes_no_finding(
    world: World, correction: dict[str, Any]
) -> None:
    case = await world.rewrite("case", await world.a_case(age_band="15_17"), status="presumed")
    await _decide(world, case, _FOUND | {"forms": ["MENDICITE_FORCEE"]})
    assert (await _correct(world, case, **correction))["status"] == "identified"
    assert len(await _decisions(world, case)) == 1


async def test_an_adult_who_was_not_identified_and_proves_to_be_a_child_is_looked_at_again(
    world: World,
) -> None:
    case = await world.rewrite("case", await world.a_case(), status="presumed")
    await _decide(world, case, {"event": "not_identify", "acts": ["RECRUITMENT"]})
    assert (await _correct(world, case, age_in_doubt=True))["status"] == "under_review"


async def test_a_custodian_without_the_section_corrects_the_file_and_learns_the_status_only(
    world: World,
) -> None:
    case = await world.rewrite("case", await world.a_case(age_band="15_17"), status="presumed")
    await _decide(world, case, _FOUND | {"forms": ["MENDICITE_FORCEE"]})
    offer = await world.an_offer(case["id"], kind="protection", to=world.shelter)
    await world.move(world.shelter.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    corrected = await _correct(world, case, by=world.shelter, age_band="25_59")
    assert corrected["status"] == "under_review"
    worker = world.shelter.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", worker, "GET", f"/v1/cases/{case['id']}/decisions")
    last = (await _decisions(world, case))[-1]  # the police still answers for the inquiry
    assert last["organisation_id"] == str(world.shelter.id)
