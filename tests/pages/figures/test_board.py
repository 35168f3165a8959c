"""A coordinator looks at the board; its numbers lead to lists; figures and the report follow."""

import gzip
import re
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx

from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

YEAR = "from.d=1&from.m=1&from.y=2026&to.d=1&to.m=janvier&to.y=2027"


async def coordinator_of(world: World, language: str = "fr") -> Visitor:
    return await Visitor.of(world, world.coordination.agent(Role.COORDINATOR), language)


async def counted(visitor: Visitor, path: str) -> httpx.Response:
    """Ask until everything is counted, by the link that the page shows."""
    answer = await visitor.get(path)
    while answer.status_code == 202:
        (again,) = [
            href for href, text in Parsed(answer.text).links if text == "Continuer le décompte"
        ]
        answer = await visitor.get(again)
    assert answer.status_code == 200, answer.text
    assert Parsed(answer.text).broken == []
    return answer


async def test_each_number_of_the_board_leads_to_its_list(world: World) -> None:
    coordinator = await coordinator_of(world)
    for part in ("/overview", "/referrals", "/places", "/unmet-needs", "/means"):
        page = await counted(coordinator, f"/bureau/tableau{part}")
        assert len(gzip.compress(page.content, 5)) < 15_000
        text = Parsed(page.text).text
        assert re.findall(r"\b(?:BAMAKO|under_1_day|requested|occupied|women|18_24)\b", text) == []
        for href, _ in Parsed(page.text).links:
            if href.startswith(("/bureau/demandes", "/bureau/services", "/bureau/passations")):
                assert (await coordinator.get(href)).status_code == 200, href


async def test_the_board_leaves_the_events_of_the_api(world: World) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    coordinator = await coordinator_of(world)
    await counted(coordinator, "/bureau/tableau/unmet-needs?region=GAO&region=MOPTI")
    of_page = await newest(world, agent)
    answer = await world.call(agent, "GET", "/v1/coordination/unmet-needs?region=GAO,MOPTI")
    assert answer.status_code == 200
    assert of_page == await newest(world, agent)


async def newest(world: World, agent: UUID) -> dict[str, Any]:
    row = await world.owner.fetchrow(
        "SELECT action, subject, case_id, case_ids, section, outcome, code FROM audit_event"
        " WHERE agent_id = $1 ORDER BY id DESC LIMIT 1", agent,
    )  # fmt: skip
    assert row is not None
    return dict(row)


async def test_the_board_of_a_region_can_be_taken_away_again(world: World) -> None:
    coordinator = await coordinator_of(world)
    page = await counted(coordinator, "/bureau/tableau/places?region=GAO&region=MOPTI")
    text = Parsed(page.text).text
    assert "Seulement : Gao , Mopti" in text or "Gao, Mopti" in text
    (without,) = [href for href, said in Parsed(page.text).links if said.startswith("Retirer")]
    assert without == "/bureau/tableau/places"


async def test_a_figure_is_asked_counted_kept_and_verified(world: World) -> None:
    coordinator = await coordinator_of(world)
    agent = world.coordination.agent(Role.COORDINATOR)
    figures = await coordinator.get("/bureau/chiffres")
    assert len(gzip.compress(figures.content, 5)) < 15_000
    (asking,) = [
        href for href, text in Parsed(figures.text).links if text == "Personnes enregistrées"
    ]
    assert "identification" not in asking
    form = await coordinator.get(asking)
    assert "Nationalité" in form.text
    assert "Thème" not in form.text
    half = await coordinator.get(f"{asking}?from.d=1&from.m=1&from.y=2026&ask=1")
    assert half.status_code == 422
    assert "error" in half.text
    answer = await coordinator.get(f"{asking}?{YEAR}&by=region&by=category&ask=1")
    assert answer.status_code == 200
    text = Parsed(answer.text).text
    assert "Région" in text
    assert re.findall(r"\bBAMAKO\b|child_girl", text) == []
    (event,) = await world.owner.fetch(
        "SELECT action, outcome, code FROM audit_event WHERE agent_id = $1"
        " ORDER BY id DESC LIMIT 1", agent,
    )  # fmt: skip
    assert tuple(event) == ("figure:ask", "allowed", "identification.registered")
    links = {text: href for href, text in Parsed(answer.text).links}
    verified = await coordinator.get(links["Vérifier une réponse"])
    assert "Oui" in Parsed(verified.text).text
    series = links["Chiffre au fil des années"]
    years = await coordinator.get(f"{series}?from_year=2025&to_year=2026")
    assert years.status_code == 200
    assert "2026" in Parsed(years.text).text


async def test_the_report_is_asked_counted_and_taken(world: World) -> None:
    coordinator = await coordinator_of(world)
    asked = await coordinator.get("/bureau/rapport")
    assert asked.status_code == 200
    refused = await coordinator.get("/bureau/rapport?from.d=1&from.m=1&from.y=2026")
    assert refused.status_code == 422
    assert "Il manque quelque chose" in Parsed(refused.text).text
    page = await counted(coordinator, f"/bureau/rapport?{YEAR}&language=fr")
    files = {text.rpartition(" ")[2]: href for href, text in Parsed(page.text).links
             if "fichier=" in href}  # fmt: skip
    assert set(files) == {"DOCX", "PDF", "CSV"}
    taken = await coordinator.get(files["CSV"])
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.headers["cache-control"] == "no-store"
    assert "cut_id=" in unquote(files["CSV"])


async def test_no_word_of_the_board_is_left_in_english(world: World) -> None:
    coordinator = await coordinator_of(world)
    page = await counted(coordinator, "/bureau/tableau/overview")
    text = Parsed(page.text).text
    for word in ("Number", "Counted", "Definition and", "not told", "Free", "whole country"):
        assert word not in text
    english = await (await coordinator_of(world, "en")).get("/bureau/tableau/overview")
    assert "The whole country." in Parsed(english.text).text
