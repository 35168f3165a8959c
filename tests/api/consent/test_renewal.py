"""A renewed consent reaches what is open and what runs, if it covers it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


async def a_service(world: World, state: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A referral to the shelter in this state, and the consent that it rests on."""
    case = await world.a_case()
    await world.an_identity(case["id"])
    consent = await world.a_consent(case["id"], world.shelter)
    row = await world.a_referral(case["id"], consent_id=consent["id"])
    if state != "draft":
        row = await world.move(supervisor(world.police), "referrals", row, "send")
    if state in {"accepted", "in_progress"}:
        row = await world.move(supervisor(world.shelter), "referrals", row, "accept", {})
    if state == "in_progress":
        row = await world.move(supervisor(world.shelter), "referrals", row, "start")
    return row, consent


async def opens(world: World, row: dict[str, Any]) -> bool:
    path = f"/v1/cases/{row['case_id']}/identity"
    return (await world.call(supervisor(world.shelter), "GET", path)).status_code == 200


async def rests_on(world: World, row: dict[str, Any]) -> str:
    read = await world.done(supervisor(world.police), "GET", f"/v1/referrals/{row['id']}")
    return str(read["consent_id"])


@pytest.mark.parametrize("ended", ["expired", "replaced"])
@pytest.mark.parametrize("state", ["draft", "requested", "accepted", "in_progress"])
async def test_what_is_open_moves_to_the_renewed_consent_and_its_access_goes_on(
    world: World, state: str, ended: str
) -> None:
    row, consent = await a_service(world, state)
    fields: dict[str, Any] = {"supersedes_id": consent["id"]}
    if ended == "expired":
        await world.rewrite("consent", consent, valid_until=PAST)
        fields = {}
    until = datetime.now(UTC) + timedelta(hours=1)
    renewed = await world.a_consent(
        row["case_id"], world.shelter, valid_until=until.isoformat(), **fields
    )
    assert await rests_on(world, row) == renewed["id"]
    assert await recorded(world, "referral:renew_consent", row) == [
        world.police.agent(Role.FIRST_RESPONDER)
    ]
    served = state in {"accepted", "in_progress"}
    assert await opens(world, row) == served
    grants = await world.owner.fetch(
        "SELECT consent_id, valid_until FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL",
        UUID(row["id"]),
    )  # fmt: skip
    assert [tuple(map(str, grant)) for grant in grants] == (
        [(renewed["id"], str(until))] if served else []
    )
    await world.move(supervisor(world.police), "consents", renewed, "withdraw")
    assert not await opens(world, row)


async def test_a_consent_is_not_replaced_by_one_that_does_not_cover_what_rests_on_it(
    world: World,
) -> None:
    row, consent = await a_service(world, "in_progress")
    body = {
        "case_id": row["case_id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.shelter.id)], "sections": ["protection"],
        "supersedes_id": consent["id"],
    }  # fmt: skip
    agent = supervisor(world.police)
    await refused(world, 409, "conflict", agent, "POST", "/v1/consents", body)
    awaited = body | {"sections": ["identity", "protection"], "answer": "awaited"}
    await refused(world, 409, "conflict", agent, "POST", "/v1/consents", awaited)
    assert await rests_on(world, row) == consent["id"]
    assert await opens(world, row)


async def test_a_narrower_consent_leaves_an_expired_one_where_it_is(world: World) -> None:
    row, consent = await a_service(world, "in_progress")
    await world.rewrite("consent", consent, valid_until=PAST)
    await world.a_consent(row["case_id"], world.shelter, sections=["protection"])
    assert await rests_on(world, row) == consent["id"]
    assert await recorded(world, "referral:renew_consent", row) == []


async def test_a_confirmed_legal_ground_renews_too(world: World) -> None:
    row, consent = await a_service(world, "in_progress")
    await world.rewrite("consent", consent, valid_until=PAST)
    ground = await world.a_consent(row["case_id"], world.shelter, legal_ground="court_order")
    assert await rests_on(world, row) == consent["id"]
    await world.move(supervisor(world.police), "consents", ground, "confirm")
    assert await rests_on(world, row) == ground["id"]


async def test_an_open_offer_moves_to_the_renewed_consent(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", consent_id=consent["id"])
    renewed = await world.a_consent(case["id"], world.ngo, supersedes_id=consent["id"])
    read = await world.done(supervisor(world.ngo), "GET", f"/v1/handoffs/{offer['id']}")
    assert (read["status"], read["consent_id"]) == ("offered", renewed["id"])
    assert len(await recorded(world, "handoff:renew_consent", offer)) == 1
    accepted = await world.move(supervisor(world.ngo), "handoffs", read, "accept")
    assert accepted["status"] == "completed"
