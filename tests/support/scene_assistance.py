"""What the person of the scene is given: a stay at each receiver, and the rest by its custodian."""

from datetime import UTC, datetime
from typing import Any

from referral_api.permissions import Role
from tests.support.measures import decide, propose
from tests.support.plans import a_draft, a_goal, an_assessment
from tests.support.tips import a_contact, an_incident, report
from tests.support.world import TestOrganisation, World

Ids = dict[str, str]
_AT = "2026-01-15T10:00:00Z"
STATES = {
    "stay_incident": "recorded", "check_in": "recorded", "service_given": "recorded",
    "follow_up": "due", "means": "asked", "tip": "received", "incident": "open", "contact":
    "recorded", "screening": "recorded", "exploitation": "recorded", "assessment": "recorded",
    "support_plan": "draft", "support_goal": "recorded", "measure": "proposed",
    "reconsideration": "requested",
}  # fmt: skip


async def stay_at(
    world: World, own: TestOrganisation, host: TestOrganisation, referral: dict[str, Any], *,
    cancelled: bool,
) -> tuple[Ids, str]:  # fmt: skip
    """Let a host expect the person; return what hangs on the stay, and its state."""
    intake, officer = host.agent(Role.INTAKE_OFFICER), own.agent(Role.FIRST_RESPONDER)
    body: dict[str, Any] = {
        "case_id": referral["case_id"], "unit": "bed_women", "referral_id": referral["id"]
    }  # fmt: skip
    stay = await world.done(intake, "POST", "/v1/stays", body)
    path = f"/v1/stays/{stay['id']}"
    body = {"kind": "other", "gravity": "minor", "happened_at": _AT}
    incident = await world.done(officer, "POST", f"{path}/incidents", body)
    body = {"all_well": True, "happened_at": _AT}
    check_in = await world.done(officer, "POST", f"{path}/check-ins", body)
    if cancelled:
        stay = await world.move(intake, "stays", stay, "cancel")
    ids = {
        "stay_id": stay["id"], "incident_id": incident["id"], "check_in_id": check_in["id"],
    }  # fmt: skip
    return ids, stay["status"]


async def assist(
    world: World, own: TestOrganisation, payer: TestOrganisation, case_id: str
) -> Ids:  # fmt: skip
    """Give the person a service, a follow-up, a plan and means asked for, and refer a group."""
    agent, path = own.agent(Role.SUPERVISOR), f"/v1/cases/{case_id}"
    body: dict[str, Any] = {
        "service_type": "food", "offered_on": "2026-01-15", "answer_of_person": "accepted",
        "region": "BAMAKO",
    }  # fmt: skip
    service = await world.done(agent, "POST", f"{path}/services-given", body)
    await world.a_consent(case_id, own, by=own, purposes=["follow_up_contact"], sections=[])
    body = {"point": "month_1", "counted_from": "2026-01-15"}
    follow_up = await world.done(agent, "POST", f"{path}/follow-ups", body)
    body = {"asked_of_id": str(payer.id), "kind": "food", "asked": 1000}
    means = await world.done(agent, "POST", f"{path}/means", body)
    body = an_assessment(needs=[])
    assessment = await world.done(agent, "POST", f"{path}/assessments", body)
    plans = f"{path}/support-plans"
    goal = a_goal(responsible_organisation_id=str(payer.id))
    plan = await world.done(agent, "POST", plans, a_draft(assessment["id"], goals=[goal]))
    goals = (await world.done(agent, "GET", f"{plans}/{plan['id']}"))["goals"]
    measure = await propose(
        world, own, case_id, "emergency_shelter", executor_organisation_id=str(payer.id)
    )
    contested = await decide(world, own, case_id, "not_presume")
    body = {
        "decision_id": contested["id"], "asked_by": "person", "new_facts": "no",
        "asked_on": str(datetime.now(UTC).date()),
    }  # fmt: skip
    asked = await world.done(agent, "POST", f"{path}/reconsiderations", body)
    members = []
    for _ in range(2):
        member = (await world.a_case(own))["id"]
        consent = await world.a_consent(member, payer, by=own)
        members.append({"case_id": member, "consent_id": consent["id"], "tie": "other_adult"})
    body = {
        "receiver_id": str(payer.id), "service_type": "food", "priority": "routine",
        "members": members,
    }  # fmt: skip
    group = await world.done(agent, "POST", "/v1/referral-groups", body)
    return {
        "service_given_id": service["id"], "follow_up_id": follow_up["id"],
        "means_id": means["id"], "group_id": group["id"], "assessment_id": assessment["id"],
        "plan_id": plan["id"], "goal_id": goals[0]["id"], "measure_id": measure["id"],
        "reconsideration_id": asked["id"],
    }  # fmt: skip


async def first_signs(world: World, own: TestOrganisation, case_id: str) -> Ids:
    """Report a tip, record an incident on which the case hangs, and a contact without a file."""
    officer = own.agent(Role.FIRST_RESPONDER)
    tip = await report(world, officer)
    incident = await world.done(officer, "POST", "/v1/incidents", an_incident())
    path = f"/v1/incidents/{incident['id']}/cases"
    await world.done(officer, "POST", path, {"case_ids": [case_id]}, version=1)
    contact = await world.done(officer, "POST", "/v1/contacts", a_contact())
    return {
        "tip_id": tip["id"], "trafficking_incident_id": incident["id"],
        "contact_id": contact["id"],
    }  # fmt: skip
