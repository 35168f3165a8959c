"""An arrival is a fact. What it opens is another question."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.instants import tomorrow
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
DEPARTURE = {"expected_arrival": tomorrow(), "escorted": True}

# What custody of the person opens by itself.
_CUSTODY = ["exploitation", "participation", "protection"]


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


async def on_her_way(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    case = await world.a_case()
    await world.an_identity(case["id"])
    consent = await world.a_consent(case["id"], world.ngo)
    offer = await world.an_offer(
        case["id"], kind="protection", physical=True, consent_id=consent["id"]
    )
    offer = await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    offer = await world.move(supervisor(world.police), "handoffs", offer, "depart", DEPARTURE)
    return offer, consent


async def arrive(world: World, offer: dict[str, Any]) -> dict[str, Any]:
    receipt = {"condition_noted": True}
    return await world.move(supervisor(world.ngo), "handoffs", offer, "confirm-arrival", receipt)


async def opened(world: World, offer: dict[str, Any]) -> list[list[str]]:
    rows = await world.owner.fetch(
        "SELECT reads FROM access_grant WHERE case_id = $1 AND organisation_id = $2"
        " AND ended_at IS NULL AND COALESCE(valid_until > now(), true) ORDER BY id",
        UUID(offer["case_id"]), world.ngo.id,
    )  # fmt: skip
    return [row["reads"] for row in rows]


@pytest.mark.parametrize("how", ["withdrawn", "expired"])
async def test_an_arrival_is_confirmed_whatever_became_of_the_consent(
    world: World, how: str
) -> None:
    offer, consent = await on_her_way(world)
    if how == "withdrawn":
        await world.move(supervisor(world.police), "consents", consent, "withdraw")
    else:
        await world.rewrite("consent", consent, valid_until=PAST)
    offer = await arrive(world, offer)
    assert offer["status"] == "completed"
    assert await recorded(world, "handoff:confirm_arrival", offer) == [supervisor(world.ngo)]
    path = f"/v1/cases/{offer['case_id']}"
    case = await world.done(supervisor(world.ngo), "GET", path)
    assert case["protection_custodian_id"] == str(world.ngo.id)
    assert await opened(world, offer) == [_CUSTODY]
    assert (await world.call(supervisor(world.ngo), "GET", f"{path}/identity")).status_code == 403


async def test_a_later_consent_opens_what_the_arrival_left_closed_and_closes_it_again(
    world: World,
) -> None:
    offer, consent = await on_her_way(world)
    await world.move(supervisor(world.police), "consents", consent, "withdraw")
    await arrive(world, offer)
    later = await world.a_consent(
        offer["case_id"], world.ngo, by=world.ngo, sections=["identity", "protection"]
    )
    assert await opened(world, offer) == [_CUSTODY, ["identity"]]
    path = f"/v1/cases/{offer['case_id']}/identity"
    await world.done(supervisor(world.ngo), "GET", path)
    await world.move(supervisor(world.ngo), "consents", later, "withdraw")
    assert await opened(world, offer) == [_CUSTODY]
    assert (await world.call(supervisor(world.ngo), "GET", path)).status_code == 403


async def test_an_arrival_under_a_consent_that_lives_opens_all_sections(world: World) -> None:
    offer, _ = await on_her_way(world)
    offer = await arrive(world, offer)
    assert await opened(world, offer) == [_CUSTODY, ["health", "identity"]]


async def test_either_of_two_consents_opens_and_no_other_purpose_does(world: World) -> None:
    offer, first = await on_her_way(world)
    other = await world.a_consent(offer["case_id"], world.ngo, purposes=["anonymous_statistics"])
    await arrive(world, offer)
    own = supervisor(world.ngo)
    second = await world.a_consent(offer["case_id"], world.ngo, by=world.ngo)
    custody, opened_by = _CUSTODY, ["health", "identity"]
    assert await opened(world, offer) == [custody, opened_by, opened_by]
    await world.move(own, "consents", first, "withdraw")
    assert await opened(world, offer) == [custody, opened_by]
    await world.move(own, "consents", second, "withdraw")
    assert await opened(world, offer) == [custody]
    assert (await world.done(own, "GET", f"/v1/consents/{other['id']}"))["status"] == "active"
    path = f"/v1/cases/{offer['case_id']}/identity"
    assert (await world.call(own, "GET", path)).status_code == 403


async def test_a_consent_of_before_she_was_taken_over_opens_too(world: World) -> None:
    case = await world.a_case()
    duty = {
        "case_id": case["id"],
        "kind": "investigation",
        "to_id": str(world.prosecutor.id),
        "priority": "urgent",
        "reason": "jurisdiction",
        "legal_duty": "court_referral",
    }
    await world.a_consent(case["id"], world.prosecutor)
    police, magistrate = supervisor(world.police), world.prosecutor.agent(Role.MAGISTRATE)
    offer = await world.done(police, "POST", "/v1/handoffs", duty)
    await world.move(magistrate, "handoffs", offer, "accept")
    rows = await world.owner.fetch(
        "SELECT reads FROM access_grant WHERE organisation_id = $1 AND case_id = $2"
        " AND ended_at IS NULL", world.prosecutor.id, UUID(case["id"]),
    )  # fmt: skip
    assert "identity" in {section for row in rows for section in row["reads"]}


async def test_a_fresh_consent_reaches_a_person_on_her_way(world: World) -> None:
    offer, consent = await on_her_way(world)
    await world.move(supervisor(world.police), "consents", consent, "withdraw")
    fresh = await world.a_consent(offer["case_id"], world.ngo)
    offer = await world.done(supervisor(world.ngo), "GET", f"/v1/handoffs/{offer['id']}")
    assert offer["consent_id"] == fresh["id"]
    await arrive(world, offer)
    assert await opened(world, offer) == [_CUSTODY, ["health", "identity"]]
