"""An inquiry goes from police to prosecutor to court by a recorded legal duty."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.sessions import EVENT
from tests.support.world import TestOrganisation, World


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


def body_for(case: dict[str, Any], to: TestOrganisation, **fields: Any) -> dict[str, Any]:
    return {
        "case_id": case["id"], "kind": "investigation", "to_id": str(to.id), "priority": "urgent",
        "reason": "judicial_proceedings",
    } | fields  # fmt: skip


async def opened(world: World, case: dict[str, Any]) -> list[str]:
    rows = await world.owner.fetch(
        "SELECT reads FROM access_grant WHERE case_id = $1 AND organisation_id = $2"
        " AND ended_at IS NULL",
        UUID(case["id"]), world.prosecutor.id,
    )  # fmt: skip
    return sorted({section for row in rows for section in row["reads"]})


async def test_an_inquiry_goes_on_by_law_without_her_identity(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    body = body_for(case, world.prosecutor, legal_duty="flagrance_report")
    offer = await world.done(supervisor(world.police), "POST", "/v1/handoffs", body)
    assert (offer["legal_duty"], offer["consent_id"]) == ("flagrance_report", None)
    assert offer["shared_sections"] == ["exploitation", "justice"]
    assert await recorded(world, "handoff:offer", offer) == [supervisor(world.police)]
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    done = await world.move(magistrate, "handoffs", offer, "accept")
    assert done["status"] == "completed"
    assert await opened(world, case) == ["exploitation", "justice", "participation"]
    path = f"/v1/cases/{case['id']}/identity"
    await refused(world, 403, "forbidden", magistrate, "GET", path)


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_her_identity_opens_with_it_by_her_consent_only(
    world: World, withdrawn: bool
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.prosecutor, sections=["identity"])
    body = body_for(case, world.prosecutor, legal_duty="court_referral", consent_id=consent["id"])
    offer = await world.done(supervisor(world.police), "POST", "/v1/handoffs", body)
    if withdrawn:
        await world.move(supervisor(world.police), "consents", consent, "withdraw")
    done = await world.move(world.prosecutor.agent(Role.MAGISTRATE), "handoffs", offer, "accept")
    assert done["status"] == "completed"
    identity = [] if withdrawn else ["identity"]
    expected = ["exploitation", *identity, "justice", "participation"]
    assert await opened(world, case) == expected


async def test_a_later_consent_opens_her_identity_to_the_inquiry(world: World) -> None:
    case = await world.a_case()
    body = body_for(case, world.prosecutor, legal_duty="prosecutor_instruction")
    offer = await world.done(supervisor(world.police), "POST", "/v1/handoffs", body)
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    await world.move(magistrate, "handoffs", offer, "accept")
    await world.an_identity(case["id"])
    await world.a_consent(case["id"], world.prosecutor)
    await world.done(magistrate, "GET", f"/v1/cases/{case['id']}/identity")


async def test_no_legal_duty_hands_over_a_person_and_an_offer_needs_a_basis(world: World) -> None:
    case = await world.a_case()
    agent = supervisor(world.police)
    person = body_for(case, world.ngo, kind="protection")
    for body, pointer in (
        (person | {"legal_duty": "court_referral"}, "/legal_duty"), (person, "/consent_id"),
        (body_for(case, world.prosecutor), "/consent_id"),
    ):  # fmt: skip
        result = await refused(world, 422, "malformed-input", agent, "POST", "/v1/handoffs", body)
        assert [error["pointer"] for error in result["errors"]] == [pointer]


async def test_who_does_not_answer_for_an_inquiry_has_no_duty_to_hand_it_on(world: World) -> None:
    case = await world.a_case(by=world.ngo)
    body = body_for(case, world.police, legal_duty="other_legal_duty")
    await refused(
        world, 409, "consent-missing", supervisor(world.ngo), "POST", "/v1/handoffs", body
    )


async def test_the_database_itself_opens_no_identity_by_a_legal_duty(world: World) -> None:
    case = await world.a_case()
    body = body_for(case, world.prosecutor, legal_duty="flagrance_report")
    offer = await world.done(supervisor(world.police), "POST", "/v1/handoffs", body)
    await world.move(world.prosecutor.agent(Role.MAGISTRATE), "handoffs", offer, "accept")
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(EVENT, uuid7(), world.prosecutor.id, UUID(case["id"]))
        await connection.execute(
            "UPDATE access_grant SET ended_at = now() WHERE case_id = $1 AND organisation_id = $2",
            UUID(case["id"]), world.prosecutor.id,
        )  # fmt: skip
        with pytest.raises(asyncpg.PostgresError, match="rests on nothing") as caught:
            await connection.execute(
                "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id, reads,"
                " writes) SELECT $1, organisation_id, case_id, 'custody', id, '{identity}', '{}'"
                " FROM custody WHERE case_id = $2 AND handoff_id IS NOT NULL",
                uuid7(), UUID(case["id"]),
            )  # fmt: skip
    assert caught.value.sqlstate == "NR004"
