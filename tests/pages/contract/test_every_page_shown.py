"""Every page of a file that has everything, in both languages: its form, its words, its links."""

import re
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import PREFIX, address_of, pattern_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.route import PagesRoute
from referral_api.permissions import Role
from tests.support.draw import draw
from tests.support.page_lint import find_faults, find_wrong_words
from tests.support.route_table import ROWS
from tests.support.scene import Relation, Scene
from tests.support.visibility_oracle import expected_status
from tests.support.visitors import Parsed, Visitor, open_session
from tests.support.whole_tables import sum_up_tables
from tests.support.words import gives_away
from tests.support.world import World

# What a page that is only read writes: its event, when the session was last seen, a counted answer.
_LOG = {"audit_event", "agent_session", "figure_answer"}
_READ_ALONE = {name: row.inside for name, row in ROWS.items() if OPERATIONS[name].is_reading}


@dataclass(frozen=True)
class Shown:
    """One page as it was sent."""

    name: str
    language: str
    status: int
    html: str


def _reader(scene: Scene, operation: Operation) -> tuple[Relation, Role]:
    """Return a caller who may do this, near the person first."""
    return next(
        (relation, role)
        for relation in Relation
        for role in Role
        if role is not Role.PARTNER_SYSTEM
        and expected_status(scene, ROWS[operation.name], operation.permission, relation, role)
        not in {403, 404}
    )


@pytest.fixture(scope="module")
async def shown(world: World, scene: Scene) -> list[Shown]:
    """Ask for every page in French, and for some of them in English; twice, nothing changes."""
    visitors: dict[tuple[Relation, Role], Visitor] = {}
    found, before = [], await sum_up_tables(world, but=_LOG)
    for name, operation in sorted(OPERATIONS.items()):
        if name in LEFT_OUT:
            continue
        try:
            caller = _reader(scene, operation)
        except StopIteration:
            continue
        if caller not in visitors:
            agent_id, _ = scene.tokens.callers[caller]
            visitors[caller] = Visitor(world, await open_session(world, agent_id))
        for language in ("fr", "en") if draw.takes(name, 4) else ("fr",):
            visitors[caller].language = language
            page = await visitors[caller].get(address_of(operation, scene.places[caller[0]]))
            if page.headers.get("content-type", "").startswith("text/html"):
                found.append(Shown(name, language, page.status_code, page.text))
    assert await sum_up_tables(world, but=_LOG) == before
    assert len(found) > 400
    return found


def test_every_page_is_well_formed_labelled_and_ours_alone(
    app: FastAPI, shown: list[Shown]
) -> None:
    (pages,) = [route for route in app.routes if isinstance(route, PagesRoute)]
    faults = {
        f"{page.name} {page.language}: {fault}"
        for page in shown
        for fault in find_faults(page.html, pages)
    }
    assert sorted(faults) == []


def test_every_page_is_shown_to_who_may_do_the_act(shown: list[Shown]) -> None:
    # What cannot be counted without more is refused, as by the API.
    wrong = [page for page in shown if page.status not in {200, _READ_ALONE.get(page.name)}]
    assert [(page.name, page.status) for page in wrong] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_has_no_code_and_no_word_of_the_other_language(
    shown: list[Shown], language: str
) -> None:
    wrong = {
        page.name: words
        for page in shown
        if page.language == language and (words := find_wrong_words(page.html, language))
    }
    assert wrong == {}


def test_no_title_and_no_address_gives_anybody_away(shown: list[Shown]) -> None:
    titles = {Parsed(page.html).title for page in shown}
    patterns = [re.sub(r"{\w+}", "", pattern_of(each)) for each in OPERATIONS.values()]
    assert len(titles) > 10
    assert [text for text in (*titles, *patterns) if gives_away(text)] == []
    assert all(pattern.startswith(PREFIX) for pattern in patterns)
