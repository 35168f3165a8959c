"""The person of the scene may have another file, is proposed to be linked, and has a relative."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.database import system_actor
from referral_api.domain.identification.duplicates.records import CANDIDATE_RECORDS
from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World


async def a_candidate(
    world: World, own: TestOrganisation, case_id: str, other: TestOrganisation, other_case_id: str
) -> str:
    """Find that two files are alike, as the service does; return the id of the finding."""
    fields: dict[str, Any] = {
        "id": uuid7(), "case_id": UUID(case_id), "other_case_id": UUID(other_case_id),
        "organisation_id": own.id, "other_organisation_id": other.id, "status": "open",
        "likeness": "strong", "disclosed": False, "version": 1,
    }  # fmt: skip
    actor = system_actor(own.id)
    async with world.process.database.transaction(actor, "system") as transaction:
        await CANDIDATE_RECORDS.add(transaction, fields)
    return str(fields["id"])


async def relate(world: World, own: TestOrganisation, case_id: str) -> dict[str, str]:
    """Give the person a relative, a possible duplicate and a proposed link."""
    relative = await world.a_case(own)
    stranger = await world.a_case(world.stranger)
    officer = own.agent(Role.FIRST_RESPONDER)
    body = {"other_case_id": relative["id"], "kind": "sibling"}
    relation = await world.done(officer, "POST", f"/v1/cases/{case_id}/relations", body)
    colleague = await world.make_agent(world.coordination, Role.COORDINATOR)
    body = {"case_id": case_id, "other_case_id": stranger["id"], "ground": "other"}
    link = await world.done(colleague, "POST", "/v1/person-links", body)
    candidate_id = await a_candidate(world, own, case_id, world.stranger, stranger["id"])
    return {
        "relation_id": relation["id"], "link_id": link["id"], "candidate_id": candidate_id
    }  # fmt: skip
