"""A shelter answers what waits: late first, accepted once, refused with a reason, arrived."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.pages.done import after
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

INBOX = "/bureau/demandes"


async def a_request(world: World, host: TestOrganisation, **fields: Any) -> dict[str, Any]:
    draft = await world.a_referral(to=host, needs=["housing"], **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def acts_on(world: World, row: dict[str, Any], by: TestOrganisation) -> list[tuple[str, str]]:
    events = await world.events(subject_id=UUID(row["id"]), organisation_id=by.id)
    return [
        (event["action"], event["outcome"])
        for event in events
        if event["action"] != "referral:read"
    ]


def act(page: str, words: str) -> str:
    """Return where an act of a page leads: the link or the form of this button."""
    parsed = Parsed(page)
    (found,) = {href for href, text in parsed.links if text == words}
    return found


async def test_what_is_late_comes_first_with_the_hour_and_the_rest_in_words(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    before, first, after = [await a_request(world, host) for _ in range(3)]
    late = datetime.now(UTC) - timedelta(hours=2, minutes=1)
    await world.rewrite("referral", first, acknowledge_by=late)
    page = await guard.get(INBOX)
    parsed = Parsed(page.text)
    assert "en retard de 2" in parsed.text
    assert "encore" in parsed.text
    assert "Réponse attendue de vous" in parsed.text
    assert "Femme, 25 à 59 ans" in parsed.text
    order = [href for href, _ in parsed.links if href.startswith(f"{INBOX}/")]
    assert order[0] == f"{INBOX}/{first['id']}"
    assert {*order[1:]} == {f"{INBOX}/{row['id']}" for row in (before, after)}
    texts = [text for href, text in parsed.links if href.startswith(f"{INBOX}/")]
    assert len(set(texts)) == len(texts), "rows must tell each other apart"


async def test_a_list_of_groups_is_one_reading(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await a_request(world, host)
    await guard.get(INBOX)
    events = await world.events(organisation_id=host.id)
    assert [event["action"] for event in events] == ["referral:list"]


async def test_a_request_is_accepted_once_however_often_it_is_sent(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await a_request(world, host)
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    place = act(sheet.text, "Accepter la demande")
    form = await guard.get(place)
    action = place.partition("?")[0]
    filled = (
        Parsed(form.text).form(action).filled(expected_start__w="tomorrow", expected_start__h="9")
    )
    answers = [await guard.post(action, filled) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {
        after("accept_referral", f"{INBOX}/{row['id']}")
    }
    assert await acts_on(world, row, host) == [
        ("referral:accept", "allowed"), ("referral:accept", "allowed"),
    ], "the second is the replay of the first"  # fmt: skip
    page = Parsed((await guard.get(INBOX)).text)
    assert "Personnes attendues" in page.text


async def test_an_acceptance_of_an_old_page_says_what_stands_now(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await a_request(world, host)
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    place = act(sheet.text, "Accepter la demande")
    form = await guard.get(place)
    supervisor = host.agent(Role.SUPERVISOR)
    await world.move(supervisor, "referrals", row, "reject", {"reason": "no_capacity"})
    answer = await guard.send(form, place.partition("?")[0])
    assert answer.status_code in {409, 412}
    assert "Rien n'a été enregistré." in Parsed(answer.text).text


async def test_a_refusal_is_a_second_step_with_a_reason(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await a_request(world, host)
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    place = act(sheet.text, "Refuser la demande")
    action = place.partition("?")[0]
    form = await guard.get(place)
    without = await guard.send(form, action)
    assert without.status_code == 422
    assert "Répondez à cette question." in without.text
    answer = await guard.send(without, action, reason="no_capacity")
    assert answer.status_code == 303
    assert (await acts_on(world, row, host))[-1] == ("referral:reject", "allowed")
    assert row["id"] not in (await guard.get(INBOX)).text


async def test_an_arrival_is_one_press(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await a_request(world, host)
    row = await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    assert f"/bureau/dossiers/{row['case_id']}" in sheet.text
    (form,) = [
        form for form in Parsed(sheet.text).forms
        if "Enregistrer l&#39;arrivée" in sheet.text.partition(f'"{form.action}"')[2][:500]
        and form.action.startswith("/bureau/f/")
    ]  # fmt: skip
    answer = await guard.post(form.action, form.filled())
    assert answer.status_code == 303
    assert (await acts_on(world, row, host))[-1] == ("referral:start", "allowed")
    assert "Personnes présentes" in Parsed((await guard.get(INBOX)).text).text


async def test_the_sheet_shows_no_way_to_the_file_before_acceptance(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    row = await a_request(world, host)
    sheet = await guard.get(f"{INBOX}/{row['id']}")
    assert f"/bureau/dossiers/{row['case_id']}" not in sheet.text
    assert "/bureau/places" in sheet.text
    assert "5 places libres" in Parsed(sheet.text).text
    events = await world.events(organisation_id=host.id)
    assert [event["action"] for event in events] == ["referral:read", "capacity:read"]


async def test_a_list_of_25_is_small(world: World, host: TestOrganisation, guard: Visitor) -> None:
    for _ in range(25):
        await a_request(world, host)
    for place in (INBOX, f"{INBOX}?limit=25"):
        page = await guard.get(place)
        assert page.text.count('class="row') >= 25
        assert len(gzip.compress(page.content, 5)) < 15_000, place
