"""The limits of a handoff: one open offer, its deadline, its consent, and the ceilings."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def offer_body(world: World, case_id: str, **fields: Any) -> dict[str, Any]:
    consent = await world.a_consent(case_id, world.ngo, world.prosecutor)
    return {
        "case_id": case_id, "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": consent["id"],
    } | fields  # fmt: skip


async def test_a_chain_has_one_open_offer_and_the_other_chain_its_own(world: World) -> None:
    case = await world.a_case()
    supervisor = world.police.agent(Role.SUPERVISOR)
    body = await offer_body(world, case["id"])
    await world.done(supervisor, "POST", "/v1/handoffs", body)
    await refused(world, 409, "already-exists", supervisor, "POST", "/v1/handoffs", body)
    other = {"kind": "investigation", "to_id": str(world.prosecutor.id)}
    await world.done(supervisor, "POST", "/v1/handoffs", body | other)


async def test_an_offer_that_ran_out_is_expired_and_makes_room_for_another(world: World) -> None:
    case = await world.a_case()
    supervisor = world.police.agent(Role.SUPERVISOR)
    body = await offer_body(world, case["id"])
    offer = await world.done(supervisor, "POST", "/v1/handoffs", body)
    await world.rewrite("handoff", offer, decide_by=PAST)
    result = await world.done(supervisor, "GET", f"/v1/handoffs/{offer['id']}")
    assert result["status"] == "expired"
    again = await world.done(supervisor, "POST", "/v1/handoffs", body)
    assert again["status"] == "offered"
    assert await recorded(world, "handoff:expire", offer) == [None]


async def test_an_offer_that_ran_out_cannot_be_accepted_and_says_so(world: World) -> None:
    offer = await world.an_offer(kind="protection")
    await world.rewrite("handoff", offer, decide_by=PAST)
    receiver = world.ngo.agent(Role.SUPERVISOR)
    result = await move_refused(
        world, 409, "invalid-transition", receiver, "handoffs", offer, "accept"
    )
    assert (result["current_state"], result["allowed_events"]) == ("expired", [])
    status = await world.owner.fetchval("SELECT status FROM handoff WHERE id = $1", offer["id"])
    assert status == "expired"
    assert await recorded(world, "handoff:expire", offer) == [None]
    assert await recorded(world, "handoff:accept", offer) == []


@pytest.mark.parametrize(
    ("consent", "uncovered"),
    [
        ({"purposes": ["justice"]}, ["purpose"]),
        ({"sections": ["identity"]}, ["sections"]),
        ({"answer": "awaited"}, ["status"]),
        ({"ran_out": True}, ["status"]),
        ({"recipients": None}, ["recipient"]),
    ],
)
async def test_a_refused_offer_names_the_parts_that_its_consent_does_not_cover(
    world: World, consent: dict[str, Any], uncovered: list[str]
) -> None:
    case = await world.a_case()
    if "recipients" in consent:
        consent = {"recipients": [str(world.shelter.id)]}
    given = await world.a_consent(case["id"], world.ngo, **consent)
    body = await offer_body(world, case["id"], consent_id=given["id"])
    supervisor = world.police.agent(Role.SUPERVISOR)
    result = await refused(world, 409, "consent-missing", supervisor, "POST", "/v1/handoffs", body)
    assert result["uncovered"] == uncovered


async def test_a_consent_withdrawn_before_the_acceptance_stops_it(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", consent_id=consent["id"])
    await world.move(world.police.agent(Role.FIRST_RESPONDER), "consents", consent, "withdraw")
    receiver = world.ngo.agent(Role.SUPERVISOR)
    result = await move_refused(
        world, 409, "invalid-transition", receiver, "handoffs", offer | {"version": 2}, "accept"
    )
    assert result["current_state"] == "withdrawn"


async def test_a_consent_that_ran_out_after_the_offer_stops_the_acceptance(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    offer = await world.an_offer(
        case["id"], kind="protection", consent_id=consent["id"], physical=True
    )
    await world.rewrite("consent", consent, valid_until=PAST)
    receiver = world.ngo.agent(Role.SUPERVISOR)
    told = await move_refused(world, 409, "consent-missing", receiver, "handoffs", offer, "accept")
    assert told["uncovered"] == ["status"]
    assert await recorded(world, "handoff:accept", offer) == []


async def test_only_the_custodian_offers(world: World) -> None:
    row = await world.a_referral()
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    body = await offer_body(world, row["case_id"])
    guest = world.shelter.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", guest, "POST", "/v1/handoffs", body)
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await refused(world, 404, "not-found", stranger, "POST", "/v1/handoffs", body)
    # The coordination assigns instead, by two.
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await refused(world, 403, "forbidden", coordinator, "POST", "/v1/handoffs", body)


async def test_health_is_never_granted_to_police_or_justice_nor_justice_to_a_shelter(
    world: World,
) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"])
    assert "health" not in offer["shared_sections"]
    await world.move(world.prosecutor.agent(Role.MAGISTRATE), "handoffs", offer, "accept")
    everything = ["identity", "exploitation", "protection", "health", "justice"]
    row = await world.a_referral(case["id"], shared_sections=everything)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    grants = await world.owner.fetch(
        "SELECT organisation_id, reads, writes FROM access_grant WHERE case_id = $1", case["id"]
    )
    never = {world.police.id: "health", world.prosecutor.id: "health", world.shelter.id: "justice"}
    assert {grant["organisation_id"] for grant in grants} == set(never)
    for grant in grants:
        assert never[grant["organisation_id"]] not in grant["reads"] + grant["writes"]


async def test_the_database_itself_refuses_a_grant_of_health_to_police(world: World) -> None:
    case = await world.a_case()
    with pytest.raises(asyncpg.PostgresError, match="above its ceiling") as caught:
        await world.owner.execute(
            "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id, reads,"
            " writes) VALUES ($1, $2, $3, 'emergency', $1, '{health}', '{}')",
            uuid7(), world.police.id, UUID(case["id"]),
        )  # fmt: skip
    assert caught.value.sqlstate == "NR004"
