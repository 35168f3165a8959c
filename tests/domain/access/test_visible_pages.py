"""A list has exactly the rows that row security shows, page by page, whichever statement runs."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.sessions import as_app
from tests.support.sides import LISTS, Sides, build_sides
from tests.support.world import TestOrganisation, World

SIDES = ("home", "unit", "other", "refuge")


@pytest.fixture(scope="module")
async def sides(world: World) -> Sides:
    return await build_sides(world)


async def shown(server: Embedded, reader: TestOrganisation, resource: str) -> list[asyncpg.Record]:
    """Every row that the policy shows the reader, newest first: copies of referrals too."""
    table = resource.removesuffix("s").replace("-", "_")
    columns = {"referral": "id, case_id, status, sender_id, receiver_id"}.get(table, "*")
    kept = (
        " UNION ALL SELECT id, case_id, status, organisation_id, receiver_id FROM referral_copy"
        if table == "referral" else ""
    )  # fmt: skip
    async with as_app(server, reader) as connection:
        await connection.execute("SELECT set_config('app.sight', 'grants', false)")
        return await connection.fetch(f"SELECT {columns} FROM {table}{kept} ORDER BY id DESC")


async def walked(world: World, agent: UUID, path: str, limit: int) -> list[str]:
    """The ids on every page."""
    ids, cursor = [], ""
    while True:
        result = await world.done(agent, "GET", f"{path}limit={limit}{cursor}")
        assert len(result["items"]) <= limit
        ids += [item["id"] for item in result["items"]]
        if result["next_cursor"] is None:
            return ids
        cursor = f"&cursor={result['next_cursor']}"


def ids(rows: list[asyncpg.Record], **where: Any) -> list[str]:
    return [
        str(row["id"]) for row in rows if all(row[name] == value for name, value in where.items())
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("resource", LISTS)
@pytest.mark.parametrize("side", SIDES)
async def test_the_pages_are_what_row_security_shows(
    world: World, server: Embedded, sides: Sides, side: str, resource: str, limit: int
) -> None:
    reader: TestOrganisation = getattr(sides, side)
    agent = reader.agent(Role.SUPERVISOR)
    rows = await shown(server, reader, resource)
    assert rows or resource == "handoff-requests"
    assert await walked(world, agent, f"/v1/{resource}?", limit) == ids(rows)
    of_case = await walked(world, agent, f"/v1/{resource}?case_id={sides.case_id}&", limit)
    assert of_case == ids(rows, case_id=UUID(sides.case_id))
    if resource != "handoff-requests":
        for status in {row["status"] for row in rows}:
            path = f"/v1/{resource}?status={status}&"
            assert await walked(world, agent, path, limit) == ids(rows, status=status)


async def test_the_reader_is_on_one_side_on_two_and_on_none(server: Embedded, sides: Sides) -> None:
    home = sides.home.id
    for resource, parties in (
        ("referrals", ("sender_id", "receiver_id")), ("handoffs", ("from_id", "to_id")),
        ("handoff-requests", ("requester_id",)),
    ):  # fmt: skip
        rows = await shown(server, sides.home, resource)
        answered_for = [row for row in rows if row["case_id"] == UUID(sides.case_id)]
        kinds = {tuple(row[party] == home for party in parties) for row in answered_for}
        assert len(kinds) == len(parties) + 1, resource
