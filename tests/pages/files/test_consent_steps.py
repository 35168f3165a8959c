"""What is read aloud to a person is what is recorded of the answer."""

from typing import Any

import httpx
import pytest

from referral_api.permissions import Role
from tests.support.visitors import Form, Parsed, Visitor
from tests.support.world import TestOrganisation, World

ASKED = {
    "purposes": ["care", "referral_sharing"], "language": "bam", "sections": ["protection"],
    "coordination_finds": "yes", "valid_until__d": "1", "valid_until__m": "décembre",
    "valid_until__y": "2027", "valid_until__h": "10",
}  # fmt: skip


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("police")


class Asking:
    """An officer who asks one person for a consent."""

    def __init__(self, world: World, officer: Visitor, case_id: str) -> None:
        self.world, self.officer = world, officer
        self.place = f"/bureau/dossiers/{case_id}/formulaires/nouveau"

    async def first(self, **more: Any) -> httpx.Response:
        page = await self.officer.get(self.place)
        return await self.send(
            page, **ASKED | {"recipients": [str(self.world.shelter.id)], "more": "read"} | more
        )

    async def send(self, page: httpx.Response, **given: Any) -> httpx.Response:
        return await self.officer.send(page, self.place, **given)

    def form(self, page: httpx.Response) -> Form:
        return Parsed(page.text).form(self.place)


@pytest.fixture
async def asking(world: World, unit: TestOrganisation) -> Asking:
    case = await world.a_case(unit)
    officer = await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))
    return Asking(world, officer, case["id"])


async def test_the_text_says_until_when_and_that_the_coordination_looks_for_a_place(
    asking: Asking,
) -> None:
    text = Parsed((await asking.first()).text).text
    assert "Jusqu'à quand : mercredi 1er décembre 2027 à 10 h 00" in text.replace("\u00a0", " ")
    assert "un lieu d'accueil que la coordination cherche encore" in text
    without = {f"valid_until__{part}": "" for part in "dmyh"}
    text = Parsed((await asking.first(**without, coordination_finds="")).text).text
    assert "jusqu'à ce que vous y mettiez fin" in text
    assert "cherche encore" not in text


async def test_after_a_refused_answer_the_text_and_what_it_says_stay_as_they_were_read(
    asking: Asking, world: World, unit: TestOrganisation
) -> None:
    told = await asking.first()
    refused = await asking.send(told, answer="given")
    assert refused.status_code == 422
    form = asking.form(refused)
    asked = {name.partition("__")[0] for name in ASKED if name != "language"}
    first = [each for each in form.fields if each.name.partition(".")[0] in asked]
    assert {each.kind for each in first} == {"hidden"}
    assert "Pouvons-nous noter" in refused.text
    assert [each.value for each in form.fields if each.name == "purposes"] == ASKED["purposes"]
    done = await asking.send(refused, given_by="self", method="written", answer="given")
    assert done.status_code == 303, Parsed(done.text).text
    events = await world.events(organisation_id=unit.id, action="consent:record")
    assert [(each["outcome"], each["code"]) for each in events] == [
        ("refused", "malformed-input"), ("allowed", None),
    ]  # fmt: skip


async def test_what_is_asked_is_changed_by_reading_again_alone(asking: Asking) -> None:
    told = await asking.first()
    change = await asking.send(told, more="change", given_by="guardian", method="written")
    form = asking.form(change)
    assert "answer" not in {each.name for each in form.fields}
    assert [each.value for each in form.fields if each.name == "purposes" and each.sent] == (
        ASKED["purposes"]
    )
    again = await asking.send(change, purposes=["justice"], more="read")
    assert "La loi oblige la police" in again.text
    assert "Pouvons-nous noter" not in again.text
    kept = {each.name: each.value for each in asking.form(again).fields if each.sent}
    assert (kept["given_by"], kept["method"]) == ("guardian", "written")


async def test_the_key_enter_answers_for_nobody(asking: Asking) -> None:
    told = await asking.first()
    buttons = [each for each in asking.form(told).fields if each.kind == "button"]
    assert (buttons[0].name, buttons[0].value) == ("more", "change")
    assert [each.value for each in buttons if each.name == "answer"] == [
        "given", "refused", "awaited",
    ]  # fmt: skip


async def test_who_gives_a_consent_is_no_optional_question(asking: Asking) -> None:
    told = Parsed((await asking.first()).text)
    place = told.texts.index("Réponse donnée par")
    assert told.texts[place + 1] != "(si connu)"


async def test_a_first_step_that_cannot_stand_is_told_before_anything_is_read(
    asking: Asking, world: World, unit: TestOrganisation
) -> None:
    wrong = await asking.first(valid_until__d="40")
    assert wrong.status_code == 422
    assert 'href="#f-valid_until"' in wrong.text
    assert 'name="answer"' not in wrong.text
    past = await asking.send(await asking.first(valid_until__y="2020"), given_by="self",
                             method="written", answer="given")  # fmt: skip
    assert past.status_code == 422
    assert 'href="#f-valid_until"' in past.text
    assert 'name="answer"' not in past.text
    assert not await world.events(
        organisation_id=unit.id, action="consent:record", outcome="allowed"
    )
