"""The true address of a location: sealed, and opened to whoever must go there and nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.directory import ADDRESS, a_location, a_service
from tests.support.world import TestOrganisation, World


async def promised(
    world: World, shelter: TestOrganisation, *events: str, by: TestOrganisation | None = None,
    bed_asked: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Send a referral to the shelter, and let it go through these events there."""
    row = await world.a_referral(to=shelter, by=by, bed_asked=bed_asked)
    officer = (by or world.police).agent(Role.FIRST_RESPONDER)
    row = await world.move(officer, "referrals", row, "send")
    bodies = {"accept": {}, "reject": {"reason": "out_of_area"}, "fail": {"reason": "other"}}
    for event in events:
        intake = shelter.agent(Role.INTAKE_OFFICER)
        row = await world.move(intake, "referrals", row, event, bodies.get(event))
    return row


async def opened(world: World, path: str, by: UUID) -> None:
    read = await world.done(by, "GET", f"{path}/address")
    assert read["address"] == ADDRESS | {"directions": None}
    assert (await recorded(world, "location:open_address", read))[-1] == by


async def closed(world: World, path: str, by: UUID) -> None:
    problem = await refused(world, 403, "forbidden", by, "GET", f"{path}/address")
    assert ADDRESS["address"] not in str(problem)


async def test_the_address_opens_to_the_sender_of_an_accepted_referral_until_the_arrival(
    world: World,
) -> None:
    shelter = await world.make_organisation("shelter")
    path, officer = await a_location(world, shelter), world.police.agent(Role.FIRST_RESPONDER)
    await promised(world, shelter)
    await closed(world, path, officer)
    row = await promised(world, shelter, "accept")
    await opened(world, path, officer)
    for role, home in (
        (Role.COORDINATOR, world.coordination), (Role.CASE_WORKER, world.ngo),
        (Role.AUDITOR, world.oversight),
    ):  # fmt: skip
        await closed(world, path, home.agent(role))
    await opened(world, path, shelter.agent(Role.INTAKE_OFFICER))
    row = await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "start")
    await closed(world, path, officer)
    review_on = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    pause = {"reason": "illness", "review_on": review_on}
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "hold", pause)
    await closed(world, path, officer)


async def test_of_several_houses_the_one_opens_that_holds_the_place_or_gives_what_was_asked(
    world: World,
) -> None:
    shelter, officer = await world.make_organisation("shelter"), world.police.agent(Role.SUPERVISOR)
    held = await a_service(world, shelter, {"bed_women": 1})
    same = await a_service(world, shelter)
    other = await a_service(world, shelter, service_type="legal_aid")
    held_in, same_in, other_in = [
        await a_location(world, shelter, service_id=service["id"])
        for service in (held, same, other)
    ]
    row = await promised(world, shelter, "accept", bed_asked=True)
    assert row["place_id"] is not None
    await opened(world, held_in, officer)
    for path in (same_in, other_in):
        await closed(world, path, officer)
    await promised(world, shelter, "accept")
    await opened(world, same_in, officer)
    await closed(world, other_in, officer)


async def test_the_receiver_who_fetches_a_person_opens_the_address_of_the_sender(
    world: World,
) -> None:
    police = await world.make_organisation("police")
    shelter = await world.make_organisation("shelter")
    path, intake = await a_location(world, police), shelter.agent(Role.INTAKE_OFFICER)
    await closed(world, path, intake)
    await promised(world, shelter, "accept", by=police)
    await opened(world, path, intake)


@pytest.mark.parametrize("event", ["reject", "fail", "lapse"])
async def test_the_address_closes_when_the_promise_ends(world: World, event: str) -> None:
    shelter = await world.make_organisation("shelter")
    path, officer = await a_location(world, shelter), world.police.agent(Role.FIRST_RESPONDER)
    if event == "reject":
        await promised(world, shelter, "reject")
    elif event == "fail":
        await promised(world, shelter, "accept", "fail")
    else:
        row = await promised(world, shelter, "accept")
        past = datetime.now(UTC) - timedelta(minutes=1)
        await world.rewrite("referral", row, start_by=past)
    await closed(world, path, officer)


async def test_an_address_is_stored_sealed_under_a_key_of_its_own_and_corrected(
    world: World,
) -> None:
    shelter = await world.make_organisation("shelter")
    paths = [await a_location(world, shelter) for _ in range(2)]
    ids = [UUID(path.rpartition("/")[2]) for path in paths]
    sql = (
        "SELECT a.sealed, k.wrapped_key FROM location_address a JOIN location_key k"
        " USING (location_id) WHERE location_id = ANY ($1)"
    )
    rows = await world.owner.fetch(sql, ids)
    assert len({row["wrapped_key"] for row in rows}) == 2
    assert all(b"porte" not in row["sealed"] for row in rows)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    body = {"address": "Ailleurs"}
    await refused(
        world, 412, "stale-version", intake, "PUT", f"{paths[0]}/address", body, version=0
    )
    other = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", other, "PUT", f"{paths[0]}/address", body, version=1)
    changed = await world.done(intake, "PUT", f"{paths[0]}/address", body, version=1)
    assert (changed["version"], changed["address"]["address"]) == (2, "Ailleurs")
    assert await recorded(world, "location:record_address", changed) == [intake] * 2
    public = await world.done(intake, "GET", paths[0])
    assert "address" not in public
