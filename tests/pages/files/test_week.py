"""What this week brings: late first and called late, and the files that are with us alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

WEEK = "/bureau/mes-dossiers"


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("ngo")


@pytest.fixture
async def worker(world: World, unit: TestOrganisation) -> Visitor:
    return await Visitor.of(world, unit.agent(Role.CASE_WORKER))


async def _ask(world: World, unit: TestOrganisation) -> dict[str, Any]:
    draft = await world.a_referral(to=unit)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def test_what_is_late_comes_first_and_is_called_late(
    world: World, unit: TestOrganisation, worker: Visitor
) -> None:
    rows = [await _ask(world, unit) for _ in range(3)]
    late = datetime.now(UTC) - timedelta(hours=3, minutes=1)
    await world.rewrite("referral", rows[1], acknowledge_by=late)
    page = await worker.get(WEEK)
    parsed = Parsed(page.text)
    found = [href for href, _ in parsed.links if href.startswith("/bureau/demandes/")]
    assert found[0] == f"/bureau/demandes/{rows[1]['id']}"
    assert {href.rpartition("/")[2] for href in found} == {row["id"] for row in rows}
    assert page.text.count('class="is-late"') == 1
    assert parsed.text.count("en retard de 3") == 1
    events = await world.events(organisation_id=unit.id)
    assert {event["action"] for event in events} == {
        "case:list", "notice:list", "referral:list",
    }  # fmt: skip


async def test_what_is_due_later_than_this_week_is_not_shown(
    world: World, unit: TestOrganisation, worker: Visitor
) -> None:
    row, later = await _ask(world, unit), datetime.now(UTC) + timedelta(days=8)
    await world.rewrite("referral", row, acknowledge_by=later, decide_by=later)
    assert row["id"] not in (await worker.get(WEEK)).text


async def test_the_files_of_the_week_are_with_us(
    world: World, unit: TestOrganisation, worker: Visitor
) -> None:
    own, row = await world.a_case(unit), await _ask(world, unit)
    await world.move(unit.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    assert (await worker.get(f"/bureau/dossiers/{row['case_id']}")).status_code == 200
    _, files = (await worker.get(WEEK)).text.split("Dossiers ouverts chez nous")
    assert own["id"] in files
    assert row["case_id"] not in files
