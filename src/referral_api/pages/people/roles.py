"""The roles of an agent: one sentence each, and which of them wait for a second person."""

from collections.abc import Mapping
from typing import Any

from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, run, run_to_end
from referral_api.pages.by_hand import BESIDE, FORMS
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.visit import Visit
from referral_api.permissions import FAR_SEEING, Role

# More people than any organisation has.
_MOST = 5000
# What each role does, in one sentence of the pages.
SENTENCES: Mapping[Role, str] = {
    Role.FIRST_RESPONDER: "Meets people first, registers them and asks for help.",
    Role.INVESTIGATOR: "Conducts the investigation, and hands people over.",
    Role.IDENTIFICATION_AUTHORITY: "Decides whether a person is a victim.",
    Role.CASE_WORKER: "Follows people, their plans and the services that they receive.",
    Role.INTAKE_OFFICER: "Replies to requests, and records arrivals and departures.",
    Role.SUPERVISOR: "Is responsible for a unit: its devices, its codes, and what waits.",
    Role.COORDINATOR: "Sees all requests of the country, without identities.",
    Role.MAGISTRATE: "Receives handoffs, and gives orders.",
    Role.ADMINISTRATOR: "Manages people, roles and systems; sees no file.",
    Role.AUDITOR: "Reads the log; sees no file.",
    Role.COMMUNITY_REPORTER: "Sends tips, and reads no more than its own.",
}


def _role_rows() -> list[tuple[Role, str, bool]]:
    return [(role, SENTENCES[role], role in FAR_SEEING) for role in Role if role in SENTENCES]


async def roles_to_give(_visit: Visit, _fields: Fields) -> Mapping[str, Any]:
    """Return the roles with their sentences."""
    return {"roles": _role_rows(), "is_last": False, "organisation": "", "held": ()}


async def roles_to_change(visit: Visit, _: Fields) -> Mapping[str, Any]:
    """Say besides whether the organisation would be left without an administrator."""
    reading, listing = OPERATIONS["read_agent"], OPERATIONS["list_agents"]
    async with visit.open(reading) as call:
        agent = members_of(await run(call, reading, check_ids(reading, visit.ids)))
        given = {"organisation_id": str(agent["organisation_id"])}
        colleagues, _more = await run_to_end(call, listing, given, _MOST)
        names = await visit.names(call)
    others = [
        other for each in colleagues
        if (other := members_of(each))["id"] != agent["id"] and _administers(other)
    ]  # fmt: skip
    return {
        "held": list(map(str, agent["roles"])),
        "roles": _role_rows(), "is_last": _administers(agent) and not others,
        "organisation": names.get(str(agent["organisation_id"]), ""),
    }  # fmt: skip


def _administers(agent: Mapping[str, Any]) -> bool:
    return bool(agent["active"]) and str(Role.ADMINISTRATOR) in map(str, agent["roles"])


FORMS["create_agent"] = FORMS["update_agent"] = "people/agent.html"
BESIDE["create_agent"], BESIDE["update_agent"] = roles_to_give, roles_to_change
