"""An auditor reads the log: who did what, and how it ended; names and codes stay sealed."""

import gzip
import secrets
from html import unescape
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

from referral_api.pages.words.catalogues import label_of
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

LOG = "/bureau/journal"


async def auditor_of(world: World, language: str = "fr") -> Visitor:
    return await Visitor.of(world, world.oversight.agent(Role.AUDITOR), language)


async def test_a_search_by_name_and_code_tells_who_did_what_and_shows_neither_in_an_address(
    world: World,
) -> None:
    name = f"Zeïnab {secrets.token_hex(4)}"
    officer = await world.make_agent(world.police, Role.FIRST_RESPONDER)
    await world.arrange(officer, "UPDATE agent SET name = $2 WHERE id = $1", officer, name)
    body = {"sex": "female", "age_band": "18_24", "age_in_doubt": False, "region": "GAO"}
    case = await world.done(officer, "POST", "/v1/cases", body)
    auditor = await auditor_of(world)
    page = await auditor.get(LOG)
    sent = await auditor.send(page, LOG, name=name.upper(), code=case["code"].lower())
    place = sent.headers["location"]
    assert sent.status_code == 303
    for planted in (name, name.split()[1], case["code"], case["id"], str(officer)):
        assert planted.casefold() not in unquote(place).casefold()
    found = await auditor.get(place)
    parsed = Parsed(found.text)
    assert found.status_code == 200
    assert name in parsed.text
    assert case["code"] in parsed.text
    assert "Enregistrer" in parsed.text
    assert parsed.title == "Journal"
    assert case["code"] not in "".join(href for href, _ in parsed.links)
    # Back works: the same address shows the same again.
    assert (await auditor.get(place)).status_code == 200
    # What is sealed opens in this session alone: elsewhere the search begins anew.
    other = await auditor_of(world)
    elsewhere = await other.get(place)
    assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, LOG)


async def test_a_search_leaves_the_event_of_the_api(world: World) -> None:
    case = await world.a_case()
    auditor, agent = await auditor_of(world), world.oversight.agent(Role.AUDITOR)
    page = await auditor.get(LOG)
    sent = await auditor.send(page, LOG, code=case["code"])
    await auditor.get(sent.headers["location"])
    (of_page, *_) = await newest(world, agent)
    await world.done(agent, "GET", f"/v1/audit/events?case_id={case['id']}")
    (of_api, *_) = await newest(world, agent)
    assert of_page == of_api


async def newest(world: World, agent: UUID) -> list[dict[str, Any]]:
    rows = await world.owner.fetch(
        "SELECT action, subject, subject_id, case_id, case_ids, section, outcome, code"
        " FROM audit_event WHERE agent_id = $1 ORDER BY id DESC LIMIT 2", agent,
    )  # fmt: skip
    return [dict(row) for row in rows]


async def test_several_people_of_one_name_are_told_apart_before_anything_is_searched(
    world: World,
) -> None:
    auditor = await auditor_of(world)
    sent = await auditor.send(await auditor.get(LOG), LOG, name="Synthetic agent")
    page = Parsed((await auditor.get(sent.headers["location"])).text)
    assert "Plusieurs personnes portent ce nom." in page.text
    chosen = next(href for href, text in page.links if text.startswith("Synthetic agent ·"))
    assert "Synthetic" not in unquote(chosen)
    assert (await auditor.get(chosen)).status_code == 200


async def test_asking_for_a_name_is_an_event(world: World) -> None:
    agent = world.oversight.agent(Role.AUDITOR)
    auditor = await auditor_of(world)
    sent = await auditor.send(await auditor.get(LOG), LOG, name="Synthetic agent")
    before = len(await world.events(action="audit:search", agent_id=agent))
    await auditor.get(sent.headers["location"])
    assert len(await world.events(action="audit:search", agent_id=agent)) == before + 1


async def test_far_back_is_only_looked_for_one_person_organisation_or_file(world: World) -> None:
    auditor = await auditor_of(world)
    page = await auditor.get(LOG)
    far = {"from__d": "1", "from__m": "janvier", "from__y": "2026", "to__d": "1",
           "to__m": "12", "to__y": "2026"}  # fmt: skip
    sent = await auditor.send(page, LOG, **far)
    refused = await auditor.get(sent.headers["location"])
    assert refused.status_code == 422
    assert "Plus de 31 jours" in Parsed(refused.text).text
    sent = await auditor.send(page, LOG, organisation="Nobody at all", **far)
    assert (await auditor.get(sent.headers["location"])).status_code == 422
    name = await world.owner.fetchval(
        "SELECT name FROM organisation WHERE id = $1", world.police.id
    )
    auditor.world.app.state.organisation_names._read_at = float("-inf")
    sent = await auditor.send(page, LOG, organisation=name, **far)
    assert (await auditor.get(sent.headers["location"])).status_code == 200


async def test_the_acts_of_a_kind_are_offered_once_the_kind_is_chosen(world: World) -> None:
    auditor = await auditor_of(world)
    page = await auditor.get(f"{LOG}?subject=identity")
    assert "identity:read" in page.text
    assert "referral:send" not in page.text
    chosen = await auditor.get(f"{LOG}?subject=identity&action=identity:read&outcome=refused")
    assert chosen.status_code == 200


async def test_the_log_is_small_and_for_auditors_alone(world: World) -> None:
    auditor = await auditor_of(world)
    page = await auditor.get(LOG)
    assert len(gzip.compress(page.content, 5)) < 15_000
    assert Parsed(page.text).broken == []
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    assert (await officer.get(LOG)).status_code == 403


async def test_the_filters_that_are_chosen_stay_in_sight(world: World) -> None:
    auditor = await auditor_of(world)
    page = await auditor.get(LOG)
    sent = await auditor.send(page, LOG, subject="identity", outcome="refused", section="identity")
    found = await auditor.get(f"{sent.headers['location']}&action=identity:read")
    line = found.text.partition('class="chosen-line">')[2].partition("</p>")[0]
    for said in ("Identité", "Refusé", label_of("identity:read", "fr", "Permission")):
        assert said in unescape(line)


async def test_a_request_is_found_by_the_number_that_its_page_told(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    number = str(uuid4())
    await officer.get(f"/bureau/dossiers/{UUID(int=7)}", X_Request_ID=number)
    auditor = await auditor_of(world)
    sent = await auditor.send(await auditor.get(LOG), LOG, request_id=number)
    found = Parsed((await auditor.get(sent.headers["location"])).text)
    assert f"Numéro de la requête : {number}" in found.text
    assert "1 sur cette page" in found.text
    wrong = await auditor.send(await auditor.get(LOG), LOG, request_id="x")
    told = str(uuid4())
    refused = await auditor.get(wrong.headers["location"], X_Request_ID=told)
    assert refused.status_code == 422
    assert "Écrivez le numéro de la requête" in Parsed(refused.text).text
    (event,) = await world.events(request_id=told)
    assert (event["action"], event["outcome"]) == ("audit:search", "refused")


async def test_one_link_tells_who_has_read_the_identity_of_a_file(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case()
    await world.an_identity(case["id"])
    await world.done(officer, "GET", f"/v1/cases/{case['id']}/identity")
    auditor, agent = await auditor_of(world), world.oversight.agent(Role.AUDITOR)
    sent = await auditor.send(await auditor.get(LOG), LOG, code=case["code"])
    page = Parsed((await auditor.get(sent.headers["location"])).text)
    (link,) = [href for href, text in page.links if text == "Qui a lu l'identité"]
    assert case["id"] not in unquote(link)
    read = Parsed((await auditor.get(link)).text)
    assert "1 sur cette page" in read.text
    (event, *_) = await newest(world, agent)
    assert (event["action"], str(event["case_id"])) == ("audit:search", case["id"])
