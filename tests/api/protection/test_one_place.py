"""One person, one place; a transfer holds the next before she leaves the last."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def shelter(world: World, places: int = 2) -> TestOrganisation:
    organisation = await world.make_organisation("shelter")
    await world.set_places(organisation, places)
    return organisation


async def sent(world: World, case_id: str, to: TestOrganisation, **fields: Any) -> dict[str, Any]:
    row = await world.a_referral(case_id, to=to, bed_asked=True, **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


async def received(
    world: World, by: TestOrganisation, row: dict[str, Any], event: str, body: Any = None
) -> dict[str, Any]:
    return await world.move(by.agent(Role.INTAKE_OFFICER), "referrals", row, event, body)


async def resident(world: World, case_id: str, at: TestOrganisation) -> dict[str, Any]:
    row = await received(world, at, await sent(world, case_id, at), "accept", {})
    return await received(world, at, row, "start")


async def places(world: World, organisation: TestOrganisation) -> tuple[int, int]:
    row = await world.owner.fetchrow(
        "SELECT held, occupied FROM capacity WHERE organisation_id = $1", organisation.id
    )
    assert row is not None
    return row["held"], row["occupied"]


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_second_place_is_refused(world: World, arrived: bool) -> None:
    case_id = (await world.a_case())["id"]
    first, second = await shelter(world), await shelter(world)
    row = await received(world, first, await sent(world, case_id, first), "accept", {})
    if arrived:
        await received(world, first, row, "start")
    other = await sent(world, case_id, second)
    intake = second.agent(Role.INTAKE_OFFICER)
    await move_refused(world, 409, "already-placed", intake, "referrals", other, "accept", {})
    assert await places(world, second) == (0, 0)
    assert await recorded(world, "referral:accept", other) == []


async def test_a_service_without_a_place_is_not_refused(world: World) -> None:
    case_id = (await world.a_case())["id"]
    home = await shelter(world)
    await resident(world, case_id, home)
    row = await world.a_referral(case_id, to=world.health)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    assert (await received(world, world.health, row, "accept", {}))["status"] == "accepted"


async def test_a_place_that_time_has_freed_is_no_place(world: World) -> None:
    case_id = (await world.a_case())["id"]
    first, second = await shelter(world), await shelter(world)
    late = await received(world, first, await sent(world, case_id, first), "accept", {})
    await world.rewrite("referral", late, start_by=PAST)
    row = await received(world, second, await sent(world, case_id, second), "accept", {})
    assert row["bed"] == "held"
    assert (await places(world, first), await places(world, second)) == ((0, 0), (1, 0))
    assert await recorded(world, "referral:lapse", late) == [None]


async def test_a_transfer_holds_the_new_place_and_frees_the_old_one_on_arrival(
    world: World,
) -> None:
    case_id = (await world.a_case())["id"]
    first, second = await shelter(world), await shelter(world)
    stay = await resident(world, case_id, first)
    row = await sent(world, case_id, second, transfer_from_id=stay["id"])
    row = await received(world, second, row, "accept", {})
    assert (await places(world, first), await places(world, second)) == ((0, 1), (1, 0))
    row = await received(world, second, row, "start")
    assert (await places(world, first), await places(world, second)) == ((0, 0), (0, 1))
    officer = world.police.agent(Role.FIRST_RESPONDER)
    left = await world.done(officer, "GET", f"/v1/referrals/{stay['id']}")
    assert (left["status"], left["outcome"], left["bed"]) == (
        "completed", "referred_onward", "released",
    )  # fmt: skip
    assert await recorded(world, "referral:transfer", stay) == [second.agent(Role.INTAKE_OFFICER)]
    await refused(
        world, 404, "not-found", first.agent(Role.INTAKE_OFFICER), "GET", f"/v1/cases/{case_id}"
    )


async def test_only_one_transfer_waits_and_it_leaves_the_place_that_she_has(world: World) -> None:
    case_id = (await world.a_case())["id"]
    first, second, third = [await shelter(world) for _ in range(3)]
    stay = await resident(world, case_id, first)
    row = await sent(world, case_id, second, transfer_from_id=stay["id"])
    other = await sent(world, case_id, third, transfer_from_id=stay["id"])
    row = await received(world, second, row, "accept", {})
    intake = third.agent(Role.INTAKE_OFFICER)
    await move_refused(world, 409, "already-placed", intake, "referrals", other, "accept", {})
    await received(world, second, row, "start")
    await move_refused(world, 409, "already-placed", intake, "referrals", other, "accept", {})
    assert await places(world, third) == (0, 0)


async def test_a_transfer_that_waits_is_a_place_although_the_former_one_has_ended(
    world: World,
) -> None:
    case_id = (await world.a_case())["id"]
    first, second, third = [await shelter(world) for _ in range(3)]
    stay = await resident(world, case_id, first)
    row = await sent(world, case_id, second, transfer_from_id=stay["id"])
    row = await received(world, second, row, "accept", {})
    await received(world, first, stay, "complete", {"outcome": "referred_onward"})
    other = await sent(world, case_id, third)
    intake = third.agent(Role.INTAKE_OFFICER)
    await move_refused(world, 409, "already-placed", intake, "referrals", other, "accept", {})
    assert (await received(world, second, row, "start"))["bed"] == "occupied"
    assert await recorded(world, "referral:transfer", stay) == []


async def test_a_transfer_names_a_referral_with_a_place_of_the_same_person(world: World) -> None:
    case_id, another = (await world.a_case())["id"], (await world.a_case())["id"]
    home = await shelter(world)
    stay, asked = await resident(world, another, home), await sent(world, case_id, home)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    body = {
        "case_id": case_id, "receiver_id": str(world.ngo.id), "service_type": "shelter",
        "priority": "urgent",
    }  # fmt: skip
    for named, status, code in ((stay, 404, "not-found"), (asked, 409, "conflict")):
        request = body | {"transfer_from_id": named["id"]}
        await refused(world, status, code, officer, "POST", "/v1/referrals", request)


async def test_the_database_refuses_a_second_place_by_itself(world: World) -> None:
    case_id = (await world.a_case())["id"]
    home = await shelter(world)
    await resident(world, case_id, home)
    other = await sent(world, case_id, home)
    for bed in ("held", "occupied"):
        with pytest.raises(asyncpg.UniqueViolationError, match="uq_referral_place"):
            await world.rewrite("referral", other, bed=bed)
