"""Two at once on an urgent legal ground: whatever comes first, no more is open than it allows."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.grounds import SECTIONS, Night, a_night
from tests.support.world import World

ROUNDS = range(4)


def move(
    night: Night, agent: UUID, resource: str, row: dict[str, Any], event: str, body: Any = None
) -> Any:
    path = f"/v1/{resource}/{row['id']}/{event}"
    return night.world.call(agent, "POST", path, body, version=row["version"])


async def together(attempt: int, first: Any, second: Any) -> tuple[Any, Any]:
    """Start both at once, the first of them first in every other attempt."""
    if attempt % 2:
        other, one = await asyncio.gather(second, first)
        return one, other
    one, other = await asyncio.gather(first, second)
    return one, other


def codes(*responses: httpx.Response) -> list[int]:
    assert all(response.status_code < 500 for response in responses), [r.text for r in responses]
    return [response.status_code for response in responses]


async def soon_over(night: Night, row: dict[str, Any], milliseconds: int) -> None:
    """Let the wait for the second person end in a moment, for the ground and for the sheet."""
    due = datetime.now(UTC) + timedelta(milliseconds=milliseconds)
    await night.world.rewrite("consent", night.ground, confirm_by=due)
    await night.world.rewrite("referral", row, sheet_until=due)


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_and_confirm(world: World, attempt: int) -> None:
    night = await a_night(world)
    row = await night.refer("requested")
    accepted, confirmed = await together(
        attempt,
        move(night, night.nurse, "referrals", row, "accept", {}),
        move(night, night.second, "consents", night.ground, "confirm"),
    )
    assert codes(confirmed) == [200]
    # The confirmation is a change of the referral too: its version is stale for who comes after.
    assert codes(accepted) in ([200], [412])
    if accepted.status_code == 412:
        row = await world.done(night.nurse, "GET", f"/v1/referrals/{row['id']}")
        await world.move(night.nurse, "referrals", row, "accept", {})
    assert [sorted(grant["reads"]) for grant in await night.grants(row)] == [sorted(SECTIONS)]
    assert (await night.sees(row))["sheet_until"] is None


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_confirm_and_withdraw(world: World, attempt: int) -> None:
    night = await a_night(world)
    row = await night.refer()
    confirmed, withdrawn = await together(
        attempt,
        move(night, night.second, "consents", night.ground, "confirm"),
        move(night, night.officer, "consents", night.ground, "withdraw"),
    )
    assert sorted(codes(confirmed, withdrawn)) in ([200, 409], [200, 412])
    if withdrawn.status_code != 200:
        await world.move(night.officer, "consents", confirmed.json(), "withdraw")
    assert (await night.sees(row))["status"] == "cancelled"
    assert (await night.grants(row), await night.identity()) == ([], 404)


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_second_persons(world: World, attempt: int) -> None:
    night = await a_night(world)
    row = await night.refer()
    third = await world.make_agent(night.by, Role.SUPERVISOR)
    answers = await together(
        attempt,
        *(move(night, a, "consents", night.ground, "confirm") for a in (night.second, third)),
    )
    assert sorted(codes(*answers)) in ([200, 409], [200, 412])
    assert len(await recorded(world, "consent:confirm", night.ground)) == 1
    assert len(await recorded(world, "referral:renew_consent", row)) == 1


@pytest.mark.parametrize("milliseconds", [-5, 0, 5, 10, 20, 40])
async def test_confirm_and_lapse(world: World, milliseconds: int) -> None:
    night = await a_night(world)
    row = await night.refer()
    await soon_over(night, row, milliseconds)
    confirmed, _ = await together(
        milliseconds,
        move(night, night.second, "consents", night.ground, "confirm"),
        publish_overdue(world.process.database),
    )
    status, opens = await night.status(), await night.identity()
    if confirmed.status_code == 200:
        assert (status, opens, (await night.sees(row))["sheet_until"]) == ("active", 200, None)
        assert await recorded(world, "consent:lapse", night.ground) == []
    else:
        assert (codes(confirmed), status, opens != 200) == ([409], "expired", True)
        assert await recorded(world, "consent:confirm", night.ground) == []


@pytest.mark.parametrize("milliseconds", [-5, 0, 5, 10, 20, 40])
async def test_accept_and_lapse(world: World, milliseconds: int) -> None:
    night = await a_night(world)
    row = await night.refer("requested")
    await soon_over(night, row, milliseconds)
    accepted, _ = await together(
        milliseconds,
        move(night, night.nurse, "referrals", row, "accept", {}),
        publish_overdue(world.process.database),
    )
    assert codes(accepted) in ([200], [409])
    await asyncio.sleep(max(0, milliseconds) / 1000)
    await publish_overdue(world.process.database)
    assert await recorded(world, "consent:lapse", night.ground) == [None]
    shown = await night.sees(row)
    assert (shown["status"], shown["sheet"]) == (
        "accepted" if accepted.status_code == 200 else "requested", None,
    )  # fmt: skip
    assert await night.grants(row) == []


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_start_and_confirm(world: World, attempt: int) -> None:
    night = await a_night(world)
    row = await night.refer()
    started, confirmed = await together(
        attempt,
        move(night, night.nurse, "referrals", row, "start"),
        move(night, night.second, "consents", night.ground, "confirm"),
    )
    assert (codes(confirmed), started.status_code in {200, 412}) == ([200], True)
    (grant,) = await night.grants(row)
    assert sorted(grant["reads"]) == sorted(SECTIONS)
    assert (grant["valid_until"] is None) == (started.status_code == 200)
