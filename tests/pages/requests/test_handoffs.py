"""A magistrate answers what is handed over, and a case worker sees what this week brings."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

HANDOFFS = "/bureau/passations"


@pytest.fixture
async def court(world: World) -> TestOrganisation:
    return await world.make_organisation("prosecutor")


@pytest.fixture
async def magistrate(world: World, court: TestOrganisation) -> Visitor:
    return await Visitor.of(world, court.agent(Role.MAGISTRATE))


async def acts_on(world: World, row: dict[str, Any], by: TestOrganisation) -> list[str]:
    events = await world.events(subject_id=UUID(row["id"]), organisation_id=by.id)
    return [event["action"] for event in events if not event["action"].endswith(":read")]


async def test_an_offer_waits_for_the_magistrate_with_its_limit(
    world: World, court: TestOrganisation, magistrate: Visitor
) -> None:
    offer = await world.an_offer(to=court)
    page = Parsed((await magistrate.get(HANDOFFS)).text)
    assert "Réponse attendue de vous (1)" in page.text
    assert "encore" in page.text
    sheet = Parsed((await magistrate.get(f"{HANDOFFS}/{offer['id']}")).text)
    assert "Femme, 25 à 59 ans" in sheet.text
    assert "jurisdiction" not in sheet.text, "a code is not for people"


async def test_an_offer_is_accepted_and_the_file_opens(
    world: World, court: TestOrganisation, magistrate: Visitor
) -> None:
    offer = await world.an_offer(to=court)
    sheet = await magistrate.get(f"{HANDOFFS}/{offer['id']}")
    (place,) = {href for href, text in Parsed(sheet.text).links if text == "Accepter la passation"}
    form = await magistrate.get(place)
    answer = await magistrate.send(form, place.partition("?")[0])
    assert answer.status_code == 303
    assert await acts_on(world, offer, court) == ["handoff:accept"]
    assert (await magistrate.get(f"/bureau/dossiers/{offer['case_id']}")).status_code == 200


async def test_an_offer_is_declined_with_a_reason(
    world: World, court: TestOrganisation, magistrate: Visitor
) -> None:
    offer = await world.an_offer(to=court)
    sheet = await magistrate.get(f"{HANDOFFS}/{offer['id']}")
    (place,) = {href for href, text in Parsed(sheet.text).links if text == "Refuser la passation"}
    form = await magistrate.get(place)
    answer = await magistrate.send(form, place.partition("?")[0], reason="out_of_area")
    assert answer.status_code == 303
    assert await acts_on(world, offer, court) == ["handoff:decline"]


async def test_a_magistrate_is_offered_no_act_of_care(
    world: World, court: TestOrganisation, magistrate: Visitor
) -> None:
    offer = await world.an_offer(to=court)
    accepted = await world.move(court.agent(Role.MAGISTRATE), "handoffs", offer, "accept")
    page = Parsed((await magistrate.get(f"/bureau/dossiers/{accepted['case_id']}")).text)
    words = {text for _, text in page.links}
    assert not words & {"Évaluer les besoins", "Préparer une demande", "Enregistrer un séjour"}


async def test_a_case_worker_sees_what_is_due_this_week(world: World) -> None:
    unit = await world.make_organisation("ngo")
    worker = await Visitor.of(world, unit.agent(Role.CASE_WORKER))
    case = await world.a_case(unit)
    draft = await world.a_referral(case["id"], by=unit)
    await world.move(unit.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    page = Parsed((await worker.get("/bureau/mes-dossiers")).text)
    assert "Ce qui est à faire dans les sept jours" in page.text
    assert f"/bureau/demandes/{draft['id']}" in {href for href, _ in page.links}
    assert f"{case['code']} · Femme, 25 à 59 ans depuis aujourd'hui" in page.text
    assert not page.broken


async def test_the_menu_leads_to_the_pages_of_a_role(world: World) -> None:
    worker = await Visitor.of(world, world.ngo.agent(Role.CASE_WORKER))
    leads = {href for href, _ in Parsed((await worker.get("/bureau")).text).links}
    assert "/bureau/mes-dossiers" in leads
