"""An officer registers a person, asks for a consent and asks for help, with script off."""

import gzip
import re
from typing import Any
from uuid import UUID

import pytest

from referral_api.pages.done import after
from referral_api.permissions import Role
from tests.support.directory import a_service
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

REGISTER, ASK = "/bureau/dossiers/nouveau", "/bureau/demandes/nouvelle"


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("police")


@pytest.fixture
async def officer(world: World, unit: TestOrganisation) -> Visitor:
    return await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))


async def acts_of(world: World, unit: TestOrganisation) -> list[tuple[Any, ...]]:
    """Return what the unit has done, but its readings."""
    return [
        (event["action"], event["outcome"], event["code"])
        for event in await world.events(organisation_id=unit.id)
        if not event["action"].endswith((":read", ":list"))
    ]


async def register(officer: Visitor, **fields: Any) -> str:
    """Register a person; return the id of the file."""
    page = await officer.get(REGISTER)
    answer = await officer.send(
        page, REGISTER, **{"sex": "female", "age_band": "15_17", "region": "GAO",
                           "languages": ["bam"], "happened_at__w": "now"} | fields,
    )  # fmt: skip
    assert answer.status_code == 303, Parsed(answer.text).text
    place: str = answer.headers["location"]
    assert place.endswith(after("register_case", "/suite"))
    return place.split("/")[3]


async def consent(officer: Visitor, case_id: str, answer: str, *recipients: Any) -> str:
    """Ask for a consent as the two pages do; return where the answer leads."""
    form = f"/bureau/dossiers/{case_id}/formulaires/nouveau"
    page = await officer.get(form)
    told = await officer.send(
        page, form, purposes=["care", "referral_sharing"], language="bam", more="read",
        recipients=[str(each.id) for each in recipients], sections=["protection"],
    )  # fmt: skip
    assert told.status_code == 200
    assert "Pouvons-nous noter" in told.text
    done = await officer.send(told, form, given_by="self", method="written", answer=answer)
    assert done.status_code == 303, Parsed(done.text).text
    place: str = done.headers["location"]
    return place


async def test_the_first_page_asks_for_no_name_and_gives_the_telephone_first(
    officer: Visitor,
) -> None:
    page = Parsed((await officer.get(REGISTER)).text)
    assert "téléphonez d'abord" in page.text
    assert "Femme ou fille" in page.text
    assert "Féminin" not in page.text
    names = {field.name for field in page.form(REGISTER).fields}
    assert not names & {"family_name", "given_names"}


async def test_a_registration_leads_to_what_comes_next(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    page = Parsed((await officer.get(f"/bureau/dossiers/{case_id}/suite")).text)
    assert "Que faire maintenant ?" in page.text
    leads = [href for href, _ in page.links]
    assert f"/bureau/dossiers/{case_id}/formulaires/nouveau?case_id={case_id}" in leads
    assert await acts_of(world, unit) == [("case:register", "allowed", None)]


async def test_the_file_says_who_the_person_is_and_what_is_dangerous(officer: Visitor) -> None:
    case_id = await register(officer, risk_flags=["trafficker_searching"])
    page = Parsed((await officer.get(f"/bureau/dossiers/{case_id}")).text)
    assert "Fille, 15 à 17 ans" in page.text
    assert "les règles pour les enfants s'appliquent" in page.text
    assert "L'auteur présumé recherche la personne" in page.text
    assert not page.broken


async def test_a_person_consents_and_a_request_is_written_and_sent_in_one_step(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    await consent(officer, case_id, "given", world.shelter)
    who = await _who_can(officer, case_id)
    consents = [field.value for field in Parsed(who.text).form(ASK).fields
                if field.name == "consent_id"]  # fmt: skip
    sent = await officer.send(
        who, ASK, receiver_id=str(world.shelter.id), consent_id=consents[0],
        shared_sections=["protection"], then="send",
    )  # fmt: skip
    assert sent.status_code == 303, Parsed(sent.text).text
    assert sent.headers["location"].endswith(after("send_referral", ""))
    page = Parsed((await officer.get(sent.headers["location"])).text)
    assert "encore" in page.text
    assert await acts_of(world, unit) == [
        ("case:register", "allowed", None), ("consent:record", "allowed", None),
        ("referral:create", "allowed", None), ("referral:send", "allowed", None),
    ]  # fmt: skip


async def test_the_pages_leave_the_events_that_the_api_leaves(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    await consent(officer, case_id, "given", world.shelter)
    who = await _who_can(officer, case_id)
    consents = [field.value for field in Parsed(who.text).form(ASK).fields
                if field.name == "consent_id"]  # fmt: skip
    await officer.send(
        who, ASK, receiver_id=str(world.shelter.id), consent_id=consents[0],
        shared_sections=["protection"], then="send",
    )  # fmt: skip
    other = await world.make_organisation("police")
    case = await world.a_case(other)
    given = await world.a_consent(case["id"], world.shelter, by=other)
    draft = await world.a_referral(case["id"], by=other, consent_id=given["id"])
    await world.move(other.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    assert await _told(world, unit) == await _told(world, other)


async def _told(world: World, unit: TestOrganisation) -> list[tuple[Any, ...]]:
    columns = ("action", "subject", "outcome", "code", "section")
    return [
        (*(event[name] for name in columns), len(event["case_ids"] or ()))
        for event in await world.events(organisation_id=unit.id)
        if not event["action"].endswith((":read", ":list"))
    ]


async def _who_can(officer: Visitor, case_id: str, **fields: Any) -> Any:
    page = await officer.get(f"{ASK}?case_id={case_id}")
    return await officer.send(
        page, ASK, **{"service_type": "shelter", "priority": "emergency", "needs": ["housing"],
                      "more": "receivers"} | fields,
    )  # fmt: skip


async def test_what_cannot_be_sent_is_kept_as_a_draft_that_says_why(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    who = await _who_can(officer, case_id)
    assert "la demande reste un brouillon" in who.text
    kept = await officer.send(who, ASK, receiver_id=str(world.shelter.id), then="send")
    assert kept.status_code == 303, Parsed(kept.text).text
    page = Parsed((await officer.get(kept.headers["location"])).text)
    assert "gardée en brouillon" in page.text
    assert "Aucun consentement" in page.text
    assert await acts_of(world, unit) == [
        ("case:register", "allowed", None), ("referral:send", "refused", "consent-missing"),
        ("referral:create", "allowed", None),
    ]  # fmt: skip


async def test_pressed_twice_it_is_asked_once(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    await consent(officer, case_id, "given", world.shelter)
    who = await _who_can(officer, case_id)
    form = Parsed(who.text).form(ASK)
    consents = [field.value for field in form.fields if field.name == "consent_id"]
    filled = form.filled(receiver_id=str(world.shelter.id), consent_id=consents[0], then="send")
    first, second = await officer.post(ASK, filled), await officer.post(ASK, filled)
    assert first.headers["location"] == second.headers["location"]
    sent = [act for act in await acts_of(world, unit) if act[0] == "referral:send"]
    assert len(sent) == 1


async def test_the_receivers_are_those_that_give_the_service(
    officer: Visitor, world: World
) -> None:
    host = await world.make_organisation("shelter")
    await a_service(world, host, service_type="vocational_training")
    case_id = await register(officer)
    who = Parsed((await _who_can(officer, case_id, service_type="vocational_training")).text)
    offered = [field.value for field in who.form(ASK).fields if field.name == "receiver_id"]
    assert str(host.id) in offered
    assert str(world.shelter.id) not in offered


async def test_a_refusal_is_recorded_as_one(officer: Visitor, world: World) -> None:
    case_id = await register(officer)
    place = await consent(officer, case_id, "refused", world.shelter)
    assert "Refusé" in Parsed((await officer.get(place)).text).text


async def test_the_answer_cannot_be_reached_before_the_text(officer: Visitor) -> None:
    case_id = await register(officer)
    form = f"/bureau/dossiers/{case_id}/formulaires/nouveau"
    first = await officer.get(form)
    assert 'name="answer"' not in first.text
    again = await officer.send(first, form, more="read")
    assert 'name="answer"' not in again.text
    assert again.status_code == 422
    assert 'href="#f-purposes"' in again.text
    told = await officer.send(again, form, more="read", purposes=["justice"], language="fra")
    assert told.text.index("La loi oblige la police") < told.text.index('name="answer"')
    answers = [field.value for field in Parsed(told.text).form(form).fields
               if field.name == "answer"]  # fmt: skip
    assert answers == ["given", "refused", "awaited"]


async def test_every_page_of_the_story_is_small_whole_and_without_codes(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer, nationalities=["NE"])
    draft = await world.a_referral(case_id, by=unit)
    places = [
        REGISTER, f"/bureau/dossiers/{case_id}", f"/bureau/dossiers/{case_id}/suite",
        f"/bureau/dossiers/{case_id}/ouvrir", f"/bureau/dossiers/{case_id}/formulaires",
        f"/bureau/dossiers/{case_id}/formulaires/nouveau", f"{ASK}?case_id={case_id}",
        "/bureau/dossiers", "/bureau/demandes", f"/bureau/demandes/{draft['id']}",
        "/bureau/mes-dossiers",
    ]  # fmt: skip
    for place in places:
        answer = await officer.get(place)
        page = Parsed(answer.text)
        assert answer.status_code == 200, place
        # A form may hold long lists of what can be chosen.
        most = 60_000 if f'action="{place}"' in answer.text else 15_000
        assert len(gzip.compress(answer.content, 5)) < most, place
        assert not page.broken, place
        assert len(set(page.ids)) == len(page.ids), place
        assert not re.search(r"\b(15_17|female|Féminin|NE|GAO)\b", page.text), place
        assert "ML-" not in page.title, place


async def test_opening_the_identity_is_a_step_of_its_own(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    await world.an_identity(case_id, unit)
    page = await officer.get(f"/bureau/dossiers/{case_id}/ouvrir")
    assert "Testova" not in page.text
    assert not await world.events(action="identity:read", subject_id=case_id)
    identity = await officer.get(f"/bureau/dossiers/{case_id}/fiche")
    assert "Testova" in identity.text


async def test_a_line_is_added_without_recording(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await register(officer)
    file = await officer.get(f"/bureau/dossiers/{case_id}")
    (form,) = {href for href, text in Parsed(file.text).links if text == "Enregistrer l'identité"}
    page = await officer.get(form)
    action = form.partition("?")[0]
    more = await officer.send(page, action, phones=["70 00 00 01", "70 00 00 02"], more="phones")
    assert more.status_code == 200
    again = [field.value for field in Parsed(more.text).form(action).fields
             if field.name == "phones"]  # fmt: skip
    assert again == ["70 00 00 01", "70 00 00 02", "", ""]
    assert [act for act in await acts_of(world, unit) if act[0].startswith("identity")] == []


@pytest.mark.parametrize("page", ["suite", "ouvrir"])
async def test_what_comes_next_of_a_file_out_of_sight_is_not_found(
    officer: Visitor, world: World, page: str
) -> None:
    case_id = await register(officer)
    assert (await officer.get(f"/bureau/dossiers/{case_id}/{page}")).status_code == 200
    other = await world.make_organisation("police")
    stranger = await Visitor.of(world, other.agent(Role.FIRST_RESPONDER))
    unseen = await stranger.get(f"/bureau/dossiers/{case_id}/{page}")
    unknown = await stranger.get(f"/bureau/dossiers/{UUID(int=1)}/{page}")
    assert (unseen.status_code, unseen.content) == (404, unknown.content)
    assert (await stranger.get(f"/bureau/dossiers/x/{page}")).status_code == 422
    refused = await world.events(organisation_id=other.id, outcome="refused")
    assert [(each["action"], each["code"]) for each in refused] == [
        ("case:read", "not-found"), ("case:read", "not-found"), ("case:read", "malformed-input"),
    ]  # fmt: skip
