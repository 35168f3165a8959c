"""The database itself notes her death in the case, whoever writes that a record ended for it."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.world import World


async def noted(world: World, case_id: str) -> tuple[Any, Any, int]:
    row = await world.owner.fetchrow(
        'SELECT death_reported_at, death_refuted_at, version FROM "case" WHERE id = $1',
        UUID(case_id),
    )
    assert row is not None
    return row["death_reported_at"], row["death_refuted_at"], row["version"]


async def a_row(world: World, table: str) -> dict[str, Any]:
    if table == "referral":
        return await world.a_referral()
    return await world.an_offer(kind="protection")


@pytest.mark.parametrize(
    ("table", "status"), [("referral", "cancelled"), ("handoff", "failed")]
)  # fmt: skip
async def test_a_record_that_ends_for_her_death_notes_it_in_the_case_whoever_writes_it(
    world: World, table: str, status: str
) -> None:
    row = await a_row(world, table)
    await world.rewrite(table, row, status=status, end_reason="death")
    reported_at, refuted_at, version = await noted(world, row["case_id"])
    assert (reported_at is not None, refuted_at, version) == (True, None, 2)


@pytest.mark.parametrize(("table", "reason"), [("referral", "safety"), ("handoff", "other")])
async def test_any_other_reason_reports_no_death(world: World, table: str, reason: str) -> None:
    row = await a_row(world, table)
    await world.rewrite(table, row, end_reason=reason)
    assert await noted(world, row["case_id"]) == (None, None, 1)


async def test_a_second_record_changes_nothing_and_a_later_report_stands_again(
    world: World,
) -> None:
    first = await world.a_referral()
    case_id = first["case_id"]
    others = [await world.a_referral(case_id) for _ in range(2)]
    await world.rewrite("referral", first, status="cancelled", end_reason="death")
    reported_at, _, version = await noted(world, case_id)
    await world.rewrite("referral", others[0], status="cancelled", end_reason="death")
    assert await noted(world, case_id) == (reported_at, None, version)
    await world.rewrite("case", {"id": case_id}, death_refuted_at=reported_at)
    await world.rewrite("referral", others[1], status="cancelled", end_reason="death")
    again_at, refuted_at, again = await noted(world, case_id)
    assert again_at > reported_at
    assert (refuted_at, again) == (None, version + 1)
