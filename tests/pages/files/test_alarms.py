"""The list of files shows what must not be overlooked: the 72 hours of the police, the alerts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.deadline_policy import POLICE_PROTECTION
from referral_api.permissions import Role
from tests.support.notices import ring_one
from tests.support.scene import an_alert
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

FILES, WEEK = "/bureau/dossiers", "/bureau/mes-dossiers"
HAND_OVER = "Confier la protection de la personne"


async def _kept_for(world: World, unit: TestOrganisation, hours: float) -> dict[str, Any]:
    """Let a unit have kept the protection of a person for so long, and be told of it."""
    case = await world.a_case(unit)
    link = await world.owner.fetchval(
        "SELECT id FROM custody WHERE case_id = $1 AND kind = 'protection'", UUID(case["id"])
    )
    since = datetime.now(UTC) - timedelta(hours=hours)
    await world.owner.execute("ALTER TABLE custody DISABLE TRIGGER append_only")
    await world.rewrite("custody", {"id": str(link), "case_id": case["id"]}, since=since)
    await world.owner.execute("ALTER TABLE custody ENABLE ALWAYS TRIGGER append_only")
    await ring_one(world, NoticeKind.POLICE_PROTECTION, link, unit, POLICE_PROTECTION)
    return case


async def _listed(visitor: Visitor) -> tuple[Parsed, str]:
    request = str(uuid4())
    page = await visitor.get(FILES, X_Request_ID=request)
    assert page.status_code == 200
    return Parsed(page.text), request


async def _acts(world: World, request: str) -> list[str]:
    return [event["action"] for event in await world.events(request_id=request)]


@pytest.mark.parametrize(("hours", "said"), [(40.5, "encore"), (75.5, "en retard de 3")])
async def test_the_police_see_on_which_file_their_72_hours_run_out(
    world: World, hours: float, said: str
) -> None:
    unit = await world.make_organisation("police")
    kept, other = await _kept_for(world, unit, hours), await world.a_case(unit)
    officer = await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))
    page, request = await _listed(officer)
    assert page.text.count(HAND_OVER) == 1
    late, told = page.text.index(HAND_OVER), page.text.index(kept["code"])
    assert told < late
    assert other["code"] not in page.text[told:late]
    assert said in page.text[late : late + 80]
    assert {*await _acts(world, request)} == {"case:list", "notice:list", "custody:read"}


async def test_without_a_notice_no_chain_of_custody_is_read(world: World) -> None:
    unit = await world.make_organisation("police")
    await world.a_case(unit)
    page, request = await _listed(await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER)))
    assert HAND_OVER not in page.text
    assert sorted(await _acts(world, request)) == ["case:list", "notice:list"]


async def test_the_coordination_sees_its_open_alerts_on_the_files(world: World) -> None:
    case = await world.a_case()
    alert = await an_alert(world, world.police, UUID(case["id"]))
    agent = world.coordination.agent(Role.COORDINATOR)
    coordinator = await Visitor.of(world, agent)
    page, request = await _listed(coordinator)
    what = "Aide ouverte d'urgence, sans seconde personne dans le délai"
    assert what in page.text[page.text.index(case["code"]) :]
    assert {*await _acts(world, request)} == {"case:list", "alert:list"}
    await world.done(agent, "POST", f"/v1/alerts/{alert}/settle", version=1)
    page, _ = await _listed(coordinator)
    begin = page.text.index(case["code"])
    assert what not in page.text[begin : page.text.find("ML-", begin + 3)]


async def test_the_week_shows_the_follow_ups_that_are_due(world: World) -> None:
    ngo = await world.make_organisation("ngo")
    worker = ngo.agent(Role.CASE_WORKER)
    case = await world.a_case(ngo)
    await world.a_consent(case["id"], ngo, by=ngo, purposes=["follow_up_contact"])
    today = datetime.now(UTC).date()
    path = f"/v1/cases/{case['id']}/follow-ups"
    soon, _later = [
        await world.done(worker, "POST", path, {
            "point": "other", "counted_from": today.isoformat(),
            "due_on": (today + timedelta(days=days)).isoformat(),
        })
        for days in (2, 30)
    ]  # fmt: skip
    request = str(uuid4())
    page = await (await Visitor.of(world, worker)).get(WEEK, X_Request_ID=request)
    text = f"Prendre des nouvelles de la personne · {case['code']}"
    links = [href for href, said in Parsed(page.text).links if said == text]
    assert [link.rpartition("/")[2] for link in links] == [soon["id"]]
    assert "follow_up:list" in await _acts(world, request)
