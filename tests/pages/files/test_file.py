"""The file of a person on pages: a child is one, dangers are first, a name is not in reach."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.words import gives_away
from tests.support.world import TestOrganisation, World

REGISTER, TELEPHONE = "/bureau/dossiers/nouveau", "80 00 11 15"


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("police")


@pytest.fixture
async def officer(world: World, unit: TestOrganisation) -> Visitor:
    return await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))


async def _register(officer: Visitor, **fields: Any) -> str:
    answer = await officer.send(
        await officer.get(REGISTER), REGISTER,
        **{"sex": "female", "age_band": "18_24", "region": "GAO", "languages": ["bam"],
           "happened_at__w": "now"} | fields,
    )  # fmt: skip
    assert answer.status_code == 303, Parsed(answer.text).text
    case_id: str = answer.headers["location"].split("/")[3]
    return case_id


async def _act(page: Any, words: str) -> str:
    (place,) = {href for href, text in Parsed(page.text).links if text == words}
    return str(place)


@pytest.mark.parametrize("in_doubt", [{"age_in_doubt": "yes"}, {}], ids=["in doubt", "known"])
async def test_whose_age_is_in_doubt_is_treated_as_a_child(
    officer: Visitor, world: World, in_doubt: dict[str, str]
) -> None:
    case_id = await _register(officer, **in_doubt)
    said = Parsed((await officer.get(f"/bureau/dossiers/{case_id}")).text).text
    assert "Femme, 18 à 24 ans" in said
    assert ("ans · les règles pour les enfants s'appliquent" in said) == bool(in_doubt)
    (event,) = await world.events(subject_id=UUID(case_id), action="case:read")
    assert event["outcome"] == "allowed"


async def test_a_file_that_is_closed_asks_for_no_next_step(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case = await world.a_case(unit)
    place = f"/bureau/dossiers/{case['id']}"
    steps = '<p class="acts">'
    assert steps in (await officer.get(place)).text
    body = {"reason": "support_completed"}
    path = f"/v1/cases/{case['id']}/close"
    await world.done(unit.agent(Role.SUPERVISOR), "POST", path, body, version=case["version"])
    assert steps not in (await officer.get(place)).text


async def test_no_link_of_a_file_opens_the_identity_before_its_step(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = (await world.a_case(unit))["id"]
    await world.an_identity(case_id, unit)
    file = Parsed((await officer.get(f"/bureau/dossiers/{case_id}")).text)
    leads = {href for href, _ in file.links}
    assert f"/bureau/dossiers/{case_id}/ouvrir" in leads
    assert f"/bureau/dossiers/{case_id}/fiche" not in leads
    assert not await world.events(action="identity:read", case_id=UUID(case_id))


async def test_every_step_of_a_file_has_the_title_of_a_file(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    """The history of a shared telephone tells nothing: not what was found, nor what was opened."""
    case_id = (await world.a_case(unit))["id"]
    titles = {
        Parsed((await officer.get(f"/bureau/dossiers/{case_id}{step}")).text).title
        for step in ("", "/suite", "/ouvrir")
    }
    assert len(titles) == 1
    assert not gives_away(titles.pop())


async def test_in_danger_the_number_to_call_stands_on_the_form_and_on_what_comes_next(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    case_id = await _register(officer)
    # Settings are frozen for everybody else.
    monkeypatch.setitem(vars(world.process.settings), "danger_telephone", TELEPHONE)
    for place in (REGISTER, f"/bureau/dossiers/{case_id}/suite"):
        page = Parsed((await officer.get(place)).text)
        assert "téléphonez d'abord" in page.text
        assert ("tel:80001115", TELEPHONE) in page.links, place


async def test_what_is_corrected_of_an_identity_keeps_what_stands(
    officer: Visitor, world: World, unit: TestOrganisation
) -> None:
    case_id = await _register(officer)
    file = await officer.get(f"/bureau/dossiers/{case_id}")
    form = await _act(file, "Enregistrer l'identité")
    action = form.partition("?")[0]
    made = await officer.send(
        await officer.get(form), action, family_name="Testova", given_names="Exemple",
        phones=["70 00 00 01"],
    )  # fmt: skip
    assert made.status_code == 303, Parsed(made.text).text
    corrected = await officer.send(await officer.get(form), action, given_names="Exempla")
    assert corrected.status_code == 303, Parsed(corrected.text).text
    said = Parsed((await officer.get(f"/bureau/dossiers/{case_id}/fiche")).text).text
    for each in ("Testova", "Exempla"):
        assert each in said
    assert "70000001" in said.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    events = await world.events(organisation_id=unit.id, action="identity:record")
    assert [event["outcome"] for event in events] == ["allowed", "allowed"]
