"""What one organisation gives two persons, so that tests know what each figure counts."""

from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.children import GUARDIAN, assessment
from tests.support.measures import act, decide, path_of, propose
from tests.support.plans import a_goal, goals_of, in_force, moved, revised
from tests.support.stays import ago, arrived
from tests.support.world import TestOrganisation, World

_SERVICE = {"offered_on": "2026-01-15", "answer_of_person": "accepted", "began_on": "2026-01-16"}


async def assist(world: World, helper: TestOrganisation) -> None:
    """Give a woman and a girl services, a stay, plans, follow-ups and means."""
    agent = helper.agent(Role.SUPERVISOR)
    woman, girl = [
        f"/v1/cases/{(await world.a_case(helper, age_band=band))['id']}"
        for band in ("25_59", "12_14")
    ]

    async def post(path: str, body: dict[str, Any], version: int | None = None) -> dict[str, Any]:
        return await world.done(agent, "POST", path, body, version=version)

    for person, given in (
        (woman, {"service_type": "psychosocial_support", "region": "BAMAKO"}),
        (woman, {"service_type": "education", "region": "GAO"}),
        (girl, {"service_type": "education", "region": "GAO"}),
        (girl, {"service_type": "legal_aid", "region": "GAO", "outcome": "no_show"}),
        (girl, {"service_type": "food", "region": "GAO", "answer_of_person": "declined",
                "began_on": None}),
    ):  # fmt: skip
        await post(f"{person}/services-given", _SERVICE | given)
    await post(f"{girl}/guardians", GUARDIAN)
    # What it recommends needs a determination, of which there is none.
    recommended = assessment(recommended=["foster_care"])
    await post(f"{girl}/best-interests-assessments", recommended)
    stay = {"case_id": woman.rpartition("/")[2], "unit": "bed_women"}
    here = await post("/v1/stays", stay | {"arrival": arrived(hours=49)})
    left = {"happened_at": ago(minutes=1), "reason": "to_family", "destination_kind": "family"}
    await post(f"/v1/stays/{here['id']}/depart", left, 1)
    stay = {"case_id": girl.rpartition("/")[2], "unit": "bed_girls"}
    await post("/v1/stays", stay | {"arrival": arrived(minutes=1)})
    await _plan(world, helper, *(person.rpartition("/")[2] for person in (woman, girl)))
    case_id = woman.rpartition("/")[2]
    await world.a_consent(case_id, helper, by=helper, purposes=["follow_up_contact"], sections=[])
    for point in ("month_6", "month_12"):
        plan = {"point": point, "counted_from": "2024-01-15"}
        due = await post(f"{woman}/follow-ups", plan)
        if point == "month_6":
            said = {"done_on": "2024-07-16", "result": "reached", "outcome": "stable"}
            await post(f"{woman}/follow-ups/{due['id']}/record", said, 1)
    ask = {"asked_of_id": str(helper.id), "kind": "food", "asked": 1000}
    asked = [await post(f"{woman}/means", ask) for _ in range(3)]
    granted = await post(f"{woman}/means/{asked[0]['id']}/grant", {"granted": 800}, 1)
    paid = {"amount": 300, "paid_on": str(datetime.now(UTC).date())}
    await post(f"{woman}/means/{granted['id']}/pay", paid, 2)
    await post(f"{woman}/means/{asked[1]['id']}/refuse", {"reason": "no_means"}, 1)
    await world.done(agent, "POST", f"{woman}/means/{asked[2]['id']}/withdraw", version=1)


async def _plan(world: World, helper: TestOrganisation, woman: str, girl: str) -> None:
    """Agree on a plan with each; that of the girl is completed, with one goal of two achieved."""
    await in_force(world, helper, woman)
    plan = await in_force(world, helper, girl, goals=[a_goal(), a_goal()])
    first, second = await goals_of(world, helper, plan)
    await revised(world, helper, first)
    await revised(world, helper, second, progress="dropped")
    await moved(world, helper, plan, "complete")
    await _protect(world, helper, woman)


async def _protect(world: World, helper: TestOrganisation, woman: str) -> None:
    """Decide on measures for the woman, and contest a decision on a man."""
    lead, worker = helper.agent(Role.SUPERVISOR), helper.agent(Role.CASE_WORKER)
    case_id, today = woman.rpartition("/")[2], datetime.now(UTC).date()
    await decide(world, helper, case_id, "begin_screening", "presume", role=Role.CASE_WORKER)
    [period] = (await world.done(lead, "GET", path_of(case_id)))["items"]
    await act(world, lead, period, "extend", {"reason": "health", "days": 10})
    safety = await propose(world, helper, case_id, "safety_measure")
    await act(world, lead, safety, "grant", {})
    reunion = await propose(world, helper, case_id, "family_reunification")
    await world.rewrite(
        "measure", reunion, status="in_force", decided_on=today, started_on=today,
        risk_assessment_id=uuid7(),
    )  # fmt: skip
    man = (await world.a_case(helper, sex="male"))["id"]
    refused = await decide(
        world, helper, man, "begin_screening", "not_presume", role=Role.CASE_WORKER
    )
    asked = {
        "decision_id": refused["id"], "asked_by": "person", "asked_on": str(today),
        "new_facts": "yes", "late_reason": "fear",
    }  # fmt: skip
    await world.done(worker, "POST", f"/v1/cases/{man}/reconsiderations", asked)
