"""Paper: what stands on it, where it is printed, and the event that it leaves."""

import re
from typing import Any
from uuid import UUID

import pytest

from referral_api.demo.data import ORGANISATIONS
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.paper.discreet import discreet_name
from referral_api.permissions import Role
from tests.support.signing_in import OWN_PIN, one_time_pin, registered_browser, sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.words import gives_away
from tests.support.world import World


async def printed(world: World, subject_id: str) -> list[tuple[Any, ...]]:
    """Return the papers that were made of a record."""
    rows = await world.events(action="paper:print", subject_id=UUID(subject_id))
    return [(row["subject"], row["code"], row["outcome"]) for row in rows]


async def test_the_sheet_for_the_receiver_says_the_code_the_needs_and_who_sends(
    world: World,
) -> None:
    case = await world.a_case()
    referral = await world.a_referral(case["id"], needs=["medical"])
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    record = await officer.get(f"/bureau/demandes/{referral['id']}")
    place = f"/bureau/papier/a/{referral['id']}"
    assert place in [address for address, _ in Parsed(record.text).links]
    sheet = await officer.get(place)
    paper = Parsed(sheet.text)
    assert (sheet.status_code, paper.broken) == (200, [])
    assert case["code"] in paper.text
    assert "Ne pas dire ce code avec un nom." in paper.text
    assert "Urgent" in paper.text
    assert (paper.title, paper.forms, paper.links) == ("À imprimer", [], [])
    assert await printed(world, referral["id"]) == [("referral", "sheet", "allowed")]


async def test_what_the_person_takes_home_tells_nothing(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.police, world.shelter)
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    for language in ("fr", "en"):
        officer.language = language
        page = await officer.get(f"/bureau/papier/b/{consent['id']}")
        assert (page.status_code, Parsed(page.text).broken) == (200, [])
        form, copy = page.text.split('<article class="next">')
        told = Parsed(f"<div>{copy}").text
        assert gives_away(told) == []
        assert case["code"] not in told
        assert not re.search(r"procureur|prosecutor|<img", copy)
        assert re.search(r"procureur|prosecutor", form)
        assert re.search(r"empreinte|thumb", form)
    assert await printed(world, consent["id"]) == [("consent", "consent_form", "allowed")] * 2


# Names that tell, whole or by an acronym that is known for what it stands for.
_TELLING_NAMES = (
    "BRTMTEH – Brigade de répression du trafic des migrants et de la traite des êtres humains",
    "BRTMTEH Bamako",
    "CNLTP – Comité national",
    "CNLTPPA",
    "Maison de Ségou – accueil des victimes de la traite",
)


@pytest.mark.parametrize("name", _TELLING_NAMES)
def test_a_name_that_tells_is_not_said_by_half(name: str) -> None:
    assert discreet_name(name, "fr") == "Une organisation qui vous a été nommée"


def test_of_all_names_of_the_demonstration_those_that_tell_are_left_out_whole() -> None:
    told = {each.key: discreet_name(each.name, "en") for each in ORGANISATIONS}
    hidden = {key for key, said in told.items() if said == "An organisation that was named to you"}
    assert hidden == {"brtmteh", "cnltp"}
    assert [said for said in told.values() if gives_away(said)] == []
    assert {said for key, said in told.items() if key not in hidden} <= {
        each.name for each in ORGANISATIONS
    }


async def test_the_copy_names_no_unit_that_tells(world: World) -> None:
    for name in _TELLING_NAMES:
        house = await world.make_organisation("shelter", [Role.INTAKE_OFFICER])
        await world.arrange(
            house.id, "UPDATE organisation SET name = $2 WHERE id = $1", house.id, name
        )
        case = await world.a_case()
        consent = await world.a_consent(case["id"], world.police, house)
        officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
        world.app.state.organisation_names._read_at = float("-inf")
        page = await officer.get(f"/bureau/papier/b/{consent['id']}")
        form, copy = page.text.split('<article class="next">')
        assert name in form
        assert not any(word in copy for word in (name, *re.findall(r"[A-Z]{5,}", name)))
        assert "Une organisation qui vous a été nommée" in copy
        assert await printed(world, consent["id"]) == [("consent", "consent_form", "allowed")]


async def test_blank_forms_bear_the_codes_of_a_pad(world: World) -> None:
    supervisor = world.police.agent(Role.SUPERVISOR)
    pad = await world.done(supervisor, "POST", "/v1/case-code-pads", {"size": 3})
    visitor = await Visitor.of(world, supervisor)
    record = await visitor.get(f"/bureau/r/{_code('read_code_pad')}/{pad['id']}")
    places = [place for place, _ in Parsed(record.text).links if "/papier/" in place]
    assert len(places) == 3
    for place in places:
        page = await visitor.get(place)
        paper = Parsed(page.text)
        assert (page.status_code, paper.broken) == (200, [])
        assert all(paper.text.count(code) == 1 for code in pad["codes"])
        assert gives_away(paper.text) == []
        assert "Féminin" not in paper.text
    assert {code for _, code, _ in await printed(world, pad["id"])} == {
        "blank_registration", "blank_consent", "blank_referral",
    }  # fmt: skip


async def test_a_telephone_prints_nothing_and_says_where_to_print(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    referral = await world.a_referral()
    telephone = await registered_browser(world, world.police)
    await sign_in(telephone, officer, await one_time_pin(world, world.police, officer), OWN_PIN)
    place = f"/bureau/papier/a/{referral['id']}"
    said = Parsed((await telephone.get(place)).text)
    assert "Rien ne s'imprime ici." in said.text
    assert await printed(world, referral["id"]) == []
    await _give_printer(world, "Ordinateur du bureau")
    said = Parsed((await telephone.get(place)).text)
    assert "Ordinateur du bureau" in said.text


async def test_nobody_prints_what_nobody_may_read(world: World) -> None:
    referral = await world.a_referral()
    stranger = await Visitor.of(world, world.ngo.agent(Role.CASE_WORKER))
    page = await stranger.get(f"/bureau/papier/a/{referral['id']}")
    assert page.status_code == 404
    assert await printed(world, referral["id"]) == []


async def test_a_legal_ground_has_no_form_to_sign(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    ground: dict[str, Any] = {
        "legal_ground": "vital_interest", "given_by": None, "method": None, "sections": [],
        "purposes": ["care"],
    }  # fmt: skip
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, by=world.police, **ground)
    visitor = await Visitor.of(world, officer)
    # What the law replaced was never said by the person, who has nothing to sign.
    assert (await visitor.get(f"/bureau/papier/b/{consent['id']}")).status_code == 404
    assert await printed(world, consent["id"]) == []


async def _give_printer(world: World, name: str) -> None:
    computer = await registered_browser(world, world.police)
    assert computer.cookies
    device_id = await world.owner.fetchval(
        "SELECT id FROM unit_device WHERE organisation_id = $1 ORDER BY registered_at DESC LIMIT 1",
        world.police.id,
    )
    await world.arrange(
        device_id, "UPDATE unit_device SET has_printer = true, name = $2 WHERE id = $1",
        device_id, name,
    )  # fmt: skip


def _code(name: str) -> str:
    return OPERATIONS[name].code
