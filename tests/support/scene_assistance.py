"""What the person of the scene is given: a stay at each receiver, and the rest by its custodian."""

from typing import Any

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

Ids = dict[str, str]
_AT = "2026-01-15T10:00:00Z"
STATES = {
    "stay_incident": "recorded", "check_in": "recorded", "service_given": "recorded",
    "follow_up": "due", "means": "asked",
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
    """Give the person a service, a follow-up and a request for means, and refer a group."""
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
        "means_id": means["id"], "group_id": group["id"],
    }  # fmt: skip
