"""Lists and searches: filters from links and forms, several values, codes that are sealed."""

from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

FILES = "/bureau/dossiers"


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{spaced}", "{bare}"])
async def test_a_file_is_found_by_its_code_which_stands_in_no_address(
    world: World, typed: str
) -> None:
    case = await world.a_case()
    code: str = case["code"]
    said = typed.format(
        code=code, lower=code.lower(), spaced=code.replace("-", " "), bare=code[3:].replace("-", "")
    )  # fmt: skip
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    start = await officer.get("/bureau")
    sent = await officer.send(start, FILES, code=said)
    place = sent.headers["location"]
    assert sent.status_code == 303
    assert code not in unquote(place)
    assert code[3:8] not in unquote(place)
    page = await officer.get(place)
    parsed = Parsed(page.text)
    assert code in parsed.text
    assert code not in parsed.title
    assert code not in "".join(href for href, _ in parsed.links)
    assert parsed.text.count("ML-") == 1
    agent = world.police.agent(Role.FIRST_RESPONDER)
    (of_page, *_) = [dict(row) for row in await newest(world, agent)]
    await world.done(agent, "GET", f"/v1/cases?code={code}&limit=25")
    (of_api, *_) = [dict(row) for row in await newest(world, agent)]
    assert of_page == of_api


async def newest(world: World, agent: UUID) -> list[Any]:
    return await world.owner.fetch(
        "SELECT action, subject, subject_id, case_id, case_ids, section, outcome, code"
        " FROM audit_event WHERE agent_id = $1 AND action = 'case:list' ORDER BY id DESC LIMIT 1",
        agent,
    )  # fmt: skip


async def test_a_code_that_is_none_is_said_so_at_the_field(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    sent = await officer.send(await officer.get(FILES), FILES, code="Fatoumata")
    assert "Fatoumata" not in unquote(sent.headers["location"])
    page = await officer.get(sent.headers["location"])
    assert page.status_code == 422
    assert "Il manque quelque chose" in Parsed(page.text).text


async def test_whoever_may_not_list_files_has_no_search_for_them(world: World) -> None:
    auditor = await Visitor.of(world, world.oversight.agent(Role.AUDITOR))
    assert "Trouver le dossier" not in (await auditor.get("/bureau")).text
    start = await auditor.get("/bureau")
    forged = Parsed(start.text).form("/bureau/sortir").filled(code="ML-AAAAA-AAAAA")
    assert (await auditor.post(FILES, forged)).status_code == 403


async def test_several_values_days_and_yes_or_no_filter_a_list_and_can_be_taken_away(
    world: World,
) -> None:
    coordinator = await Visitor.of(world, world.coordination.agent(Role.COORDINATOR))
    page = await coordinator.get(
        "/bureau/demandes?status=requested&status=accepted&priority=urgent"
    )
    assert page.status_code == 200
    parsed = Parsed(page.text)
    taken = [href for href, text in parsed.links if text.startswith("Retirer")]
    assert "/bureau/demandes?priority=urgent" in taken
    assert "/bureau/demandes?status=requested&status=accepted" in taken
    days = await coordinator.get(
        f"{FILES}?registered_from.d=1&registered_from.m=mars&registered_from.y=2026"
        "&registered_from.h=0"
    )
    assert days.status_code == 200
    assert "1er mars 2026" in Parsed(days.text).text
    yes = await coordinator.get("/bureau/annuaire?active=true")
    assert "En activité : Oui" in Parsed(yes.text).text
    wrong = await coordinator.get(f"{FILES}?registered_from.d=41&registered_from.m=1")
    assert wrong.status_code == 422
    assert Parsed(wrong.text).broken == []


async def test_what_is_sealed_for_one_page_does_not_open_on_another(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    sent = await officer.send(await officer.get(FILES), FILES, code="ML-22222-22222")
    query = sent.headers["location"].partition("?")[2]
    moved = await officer.get(f"/bureau/demandes?{query}")
    assert (moved.status_code, moved.headers["location"]) == (303, "/bureau/demandes")
    for broken in ("q=AAAA", "q=%C3%A9", "q=" + "A" * 400):
        assert (await officer.get(f"{FILES}?{broken}")).status_code == 303


@pytest.mark.parametrize("place", ["/bureau/rapport", "/bureau/chiffres"])
async def test_a_form_that_only_asks_does_not_ask_for_what_is_known(
    world: World, place: str
) -> None:
    coordinator = await Visitor.of(world, world.coordination.agent(Role.COORDINATOR))
    if place.endswith("chiffres"):
        links = Parsed((await coordinator.get(place)).text).links
        place = next(href for href, _ in links if href.startswith(f"{place}/"))
    page = await coordinator.get(place)
    text = Parsed(page.text).text
    assert "(si connu)" not in text
    assert "(facultatif)" in text


async def test_a_search_that_is_sent_as_a_form_asks_for_criteria(world: World) -> None:
    worker = await Visitor.of(world, world.ngo.agent(Role.CASE_WORKER))
    page = await worker.get(address_of(OPERATIONS["search_placement"], {}))
    text = Parsed(page.text).text
    assert "si connu" not in text
    assert "si elles sont connues" not in text
    assert "(facultatif)" in text


async def test_a_total_is_registered_and_found_by_the_name_of_its_figure(world: World) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    coordinator = await Visitor.of(world, agent)
    form = address_of(OPERATIONS["register_aggregate"], {})
    page = await coordinator.get(form)
    assert "Personnes enregistrées" in Parsed(page.text).text
    assert "identification." not in Parsed(page.text).text
    sent = await coordinator.send(
        page, form, code="identification.registered", kind="count", unit="person", value="12",
        since__d="1", since__m="1", since__y="2024", before__d="1", before__m="1",
        before__y="2025", words="12 personnes", filter="toutes", source="Rapport de 2024",
        reference_date="registered_at",
    )  # fmt: skip
    assert sent.status_code == 303, Parsed(sent.text).text
    shown = Parsed((await coordinator.get(sent.headers["location"])).text)
    assert "Personnes enregistrées" in shown.text
    assert "Dossier enregistré le" in shown.text
    assert "identification." not in shown.text
    listed = await coordinator.get(
        f"{address_of(OPERATIONS['list_aggregates'], {})}?code=identification.registered"
    )
    headings = [text for _, text in Parsed(listed.text).links]
    assert [text for text in headings if text.startswith("Personnes enregistrées · ")]
    assert "identification." not in Parsed(listed.text).text
    (event,) = await world.events(request_id=sent.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["code"]) == (
        "aggregate:register", "allowed", None,
    )  # fmt: skip
