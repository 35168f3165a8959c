"""A form lets every record be chosen, however long the list, with script off."""

import gzip
import secrets
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from referral_api.pages.acts import choices
from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

MANY = 130
# The type of the organisations that one of these tests makes; few others have it.
KIND = "consulate"


@pytest.fixture(scope="module")
async def consulates(world: World) -> list[str]:
    """More organisations than the API gives on a page."""
    made = []
    for number in range(MANY):
        organisation_id = uuid7()
        await world.arrange(
            organisation_id,
            "INSERT INTO organisation (id, name, type, htcds_type, active, version, regions)"
            " VALUES ($1, $2, $3, 'NGO', true, 1, $4)",
            organisation_id, f"Synthetic {number:03}", KIND, ["GAO" if number < 3 else "KAYES"],
        )  # fmt: skip
        made.append(str(organisation_id))
    return made


async def _form(world: World) -> tuple[Visitor, str]:
    case = await world.a_case()
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    return officer, f"/bureau/dossiers/{case['id']}/formulaires/nouveau"


def _offered(page: Any) -> set[str]:
    return {
        field.value for form in Parsed(page.text).forms for field in form.fields
        if field.name == "recipients"
    }  # fmt: skip


async def test_a_list_that_is_longer_than_one_page_of_the_api_is_offered_whole(
    world: World, consulates: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST", 100_000)  # however many other tests have made
    officer, form = await _form(world)
    page = await officer.get(form, X_Request_ID=(request := str(uuid4())))
    assert {*consulates, str(world.police.id)} <= _offered(page)
    assert "la liste est complète" in Parsed(page.text).text
    listings = [
        event for event in await world.events(request_id=request)
        if event["action"] == "organisation:list"
    ]  # fmt: skip
    known = await world.owner.fetchval("SELECT count(*) FROM organisation WHERE active")
    assert len(listings) == -(-known // 100)


async def test_an_organisation_that_is_closed_is_not_offered(world: World) -> None:
    closed = await world.make_organisation("ngo", roles=())
    await world.arrange(
        closed.id, "UPDATE organisation SET active = false WHERE id = $1", closed.id
    )
    officer, form = await _form(world)
    assert str(closed.id) not in _offered(await officer.get(form))


async def test_a_list_that_is_too_long_is_gone_on_in_and_keeps_what_was_chosen(
    world: World, consulates: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST", 100)
    officer, form = await _form(world)
    page = await officer.get(form)
    assert "il y en a d'autres" in Parsed(page.text).text
    first, seen = consulates[-1], _offered(page)
    assert first in seen
    chosen: list[str] = [first]
    while on := _button(page, "after recipients "):
        page = await officer.send(page, form, recipients=chosen, more=on)
        assert first in _offered(page)
        seen |= _offered(page)
    assert {*consulates, str(world.police.id)} <= seen
    assert "Synthetic 129" in Parsed(page.text).text


async def test_a_list_that_is_too_long_is_narrowed_and_what_is_chosen_is_recorded(
    world: World, consulates: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST", 100)
    officer, form = await _form(world)
    page = await officer.get(form)
    narrowed = await officer.send(page, form, **_narrowing("GAO"), more="of recipients")
    assert _offered(narrowed) == {*consulates[:3]}
    other = await officer.send(
        narrowed, form, recipients=consulates[:1], **_narrowing("KAYES"), more="of recipients"
    )
    assert len(_offered(other)) == 101
    told = await officer.send(
        other, form, recipients=consulates[:1], purposes=["care"], language="bam", more="read"
    )
    assert "Synthetic 000" in Parsed(told.text).text
    request = str(uuid4())
    sent = Parsed(told.text).form(form).filled(given_by="self", method="written", answer="awaited")
    answer = await officer.post(form, sent, X_Request_ID=request)
    assert answer.status_code == 303, Parsed(answer.text).text
    (event,) = [
        event for event in await world.events(request_id=request) if event["outcome"] == "allowed"
    ]
    assert event["action"] == "consent:record"
    recipients = await world.owner.fetchval(
        "SELECT recipients FROM consent WHERE id = $1", event["subject_id"]
    )
    assert recipients == [UUID(consulates[0])]


@pytest.mark.parametrize("narrowing", [{"of.recipients.type": "no_type"}, {"more": "after"}])
async def test_a_narrowing_that_is_none_finds_nothing_or_begins_anew(
    world: World, consulates: list[str], monkeypatch: pytest.MonkeyPatch, narrowing: dict[str, str]
) -> None:
    monkeypatch.setattr(choices, "MOST", 100)
    officer, form = await _form(world)
    page = await officer.get(form)
    on = _button(page, "after recipients ")
    given = {"more": "of recipients"} | narrowing
    if narrowing.get("more"):
        # Gone on in the list as it was, but narrowed otherwise meanwhile.
        given = {"more": on, **{n.replace("__", "."): v for n, v in _narrowing("GAO").items()}}
    answer = await officer.send(page, form, **given)
    assert answer.status_code == 200
    assert _offered(answer) == (set() if "of.recipients.type" in narrowing else {*consulates[:3]})


async def test_a_form_with_as_many_choices_as_there_may_be_is_small(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(*_: Any) -> tuple[list[Any], str | None]:
        return [
            {
                "id": str(uuid7()), "name": f"{secrets.token_hex(8)} de {secrets.token_hex(5)}",
                "type": "ngo", "regions": ["GAO", "KAYES"],
            }
            for _ in range(choices.MOST)
        ], "more"  # fmt: skip

    monkeypatch.setattr(choices, "read_offered", read)
    officer, form = await _form(world)
    whole = await officer.get(form)
    assert len(_offered(whole)) == choices.MOST
    assert len(gzip.compress(whole.content, 5)) < 60_000
    supervisor = await Visitor.of(world, world.police.agent(Role.SUPERVISOR))
    offer = await supervisor.get(address_of(OPERATIONS["offer_handoff"], {}))
    assert len(gzip.compress(offer.content, 5)) < 60_000


def _button(page: Any, begin: str) -> str:
    values = [
        field.value for form in Parsed(page.text).forms for field in form.fields
        if field.name == "more" and field.value.startswith(begin)
    ]  # fmt: skip
    return values[0] if values else ""


def _narrowing(region: str) -> dict[str, str]:
    return {"of__recipients__type": KIND, "of__recipients__region": region}
