"""The sheet of a request says what decides, before the file opens: dangers, a child, no contact."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

INBOX, TELEPHONE = "/bureau/demandes", "80 00 11 15"


async def _ask(
    world: World, host: TestOrganisation, about: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    case = await world.a_case(**(about or {}))
    draft = await world.a_referral(case["id"], to=host, **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def _sheet(world: World, guard: Visitor, row: dict[str, Any]) -> Parsed:
    page = Parsed((await guard.get(f"{INBOX}/{row['id']}")).text)
    read = await world.events(organisation_id=row["receiver_id"], action="referral:read")
    assert [str(event["subject_id"]) for event in read] == [row["id"]]
    return page


async def test_dangers_and_that_nobody_may_contact_the_person_stand_on_the_sheet(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await _ask(world, host, risk_flags=["trafficker_searching"], do_not_contact=True)
    said = (await _sheet(world, guard, row)).text
    assert "Dangers : L'auteur présumé recherche la personne" in said
    assert "Ne pas contacter la personne." in said


async def test_nothing_is_said_of_dangers_that_nobody_has_named(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    said = (await _sheet(world, guard, await _ask(world, host))).text
    assert "Dangers" not in said
    assert "Ne pas contacter" not in said
    assert "les règles pour les enfants s'appliquent" not in said


async def test_whose_age_is_in_doubt_is_a_child_on_the_sheet(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await _ask(world, host, {"age_band": "18_24", "age_in_doubt": True})
    assert "les règles pour les enfants s'appliquent" in (await _sheet(world, guard, row)).text


async def test_a_shelter_that_is_full_is_told_so_before_it_replies(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await world.set_places(host, 0)
    page = await _sheet(world, guard, await _ask(world, host))
    assert "Aucune place libre." in page.text
    assert "/bureau/places" in {href for href, _ in page.links}


async def test_the_number_to_call_in_danger_stands_on_every_sheet(
    world: World, host: TestOrganisation, guard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await _ask(world, host)
    # Settings are frozen for everybody else.
    monkeypatch.setitem(vars(world.process.settings), "danger_telephone", TELEPHONE)
    page = await _sheet(world, guard, row)
    assert "téléphonez d'abord" in page.text
    assert ("tel:80001115", TELEPHONE) in page.links
