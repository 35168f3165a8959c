"""Whoever asks and whoever is asked each find a request, a handoff and an act on their own side."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.directory import a_service
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

INBOX, HANDOFFS, ASK = "/bureau/demandes", "/bureau/passations", "/bureau/demandes/nouvelle"


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("ngo")


@pytest.fixture
async def worker(world: World, unit: TestOrganisation) -> Visitor:
    return await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))


async def _send(world: World, by: TestOrganisation, **fields: Any) -> dict[str, Any]:
    draft = await world.a_referral(by=by, **fields)
    return await world.move(by.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def test_what_we_are_asked_and_what_we_have_asked_stand_in_groups_of_their_own(
    world: World, unit: TestOrganisation
) -> None:
    keeper = await Visitor.of(world, unit.agent(Role.SUPERVISOR))
    sent = await _send(world, unit)
    asked = await _send(world, world.police, to=unit)
    html = (await keeper.get(INBOX)).text
    first, others = html.split("Demandes envoyées, en attente de réponse")
    assert "Réponse attendue de vous" in first
    assert (asked["id"] in first, sent["id"] in first) == (True, False)
    assert (asked["id"] in others, sent["id"] in others) == (False, True)
    (event,) = await world.events(organisation_id=unit.id, action="referral:list")
    assert event["outcome"] == "allowed"


async def test_who_hands_over_waits_and_does_not_answer(
    world: World, unit: TestOrganisation
) -> None:
    keeper = await Visitor.of(world, unit.agent(Role.SUPERVISOR))
    offer = await world.an_offer(by=unit, kind="protection", to=world.ngo)
    said = Parsed((await keeper.get(HANDOFFS)).text).text
    assert "En attente de la réponse d'une autre organisation (1)" in said
    assert "Réponse attendue de vous" not in said
    sheet = Parsed((await keeper.get(f"{HANDOFFS}/{offer['id']}")).text).text
    assert "Retirer l'offre" in sheet
    assert "Accepter la passation" not in sheet


async def test_an_arrival_that_is_pressed_twice_is_recorded_once_and_nobody_is_told_otherwise(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 2)
    row = await _send(world, world.police, to=host)
    guard = await Visitor.of(world, host.agent(Role.INTAKE_OFFICER))
    row = await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    (form,) = [
        form for form in Parsed(sheet.text).forms
        if "Enregistrer l&#39;arrivée" in sheet.text.partition(f'"{form.action}"')[2][:500]
        and form.action.startswith("/bureau/f/")
    ]  # fmt: skip
    pressed = form.filled()
    answers = [await guard.post(form.action, pressed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    events = await world.events(subject_id=UUID(row["id"]), action="referral:start")
    assert [(event["outcome"], event["code"]) for event in events] == [
        ("allowed", None), ("allowed", "replayed"),
    ]  # fmt: skip


async def _second_step(worker: Visitor, case_id: str, service_type: str) -> dict[str, set[str]]:
    """Return what can be chosen once the service is: by field of the form."""
    page = await worker.get(f"{ASK}?case_id={case_id}")
    who = await worker.send(
        page, ASK, service_type=service_type, priority="emergency", needs=["housing"],
        more="receivers",
    )  # fmt: skip
    offered: dict[str, set[str]] = {}
    for field in Parsed(who.text).form(ASK).fields:
        offered.setdefault(field.name, set()).add(field.value)
    return offered


async def test_a_consent_that_was_withdrawn_covers_nothing_any_more(
    world: World, unit: TestOrganisation, worker: Visitor
) -> None:
    case = await world.a_case(unit)
    stands = await world.a_consent(case["id"], world.shelter, by=unit)
    gone = await world.a_consent(case["id"], world.health, by=unit)
    await world.move(unit.agent(Role.SUPERVISOR), "consents", gone, "withdraw")
    offered = (await _second_step(worker, case["id"], "shelter"))["consent_id"]
    assert stands["id"] in offered
    assert gone["id"] not in offered


async def test_a_service_that_is_closed_is_not_offered(
    world: World, unit: TestOrganisation, worker: Visitor
) -> None:
    open_, closed = [await world.make_organisation("shelter") for _ in range(2)]
    await a_service(world, open_, service_type="vocational_training")
    await a_service(world, closed, service_type="vocational_training", state="inactive")
    case = await world.a_case(unit)
    offered = (await _second_step(worker, case["id"], "vocational_training"))["receiver_id"]
    assert str(open_.id) in offered
    assert str(closed.id) not in offered
