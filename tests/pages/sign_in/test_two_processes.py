"""Two processes of one service: what one has ended the other refuses in its standing period."""

import time
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from referral_api.domain.network.sign_in.sessions import resolver
from referral_api.embedded import Embedded
from tests.support.desk import ENTER, OTHER_PIN, Desk, place_of
from tests.support.nodes import open_node
from tests.support.signing_in import sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

INBOX = "/bureau/demandes"


class Clock:
    """The clock by which processes know how old their knowledge is, set by hand."""

    def __init__(self) -> None:
        self.at = float(int(time.monotonic()))  # whole, so that two periods are exactly two

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(resolver, "time", made)
    return made


@pytest.fixture(scope="module")
async def other(server: Embedded, owner: asyncpg.Pool, world: World) -> AsyncIterator[World]:
    """Another process on the same database, with the same keys."""
    async with open_node(server, owner, world.process.settings.keys) as node:
        yield node


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


def _in(process: World, browser: Visitor) -> Visitor:
    """The same browser, whose requests another process answers."""
    found = Visitor(process, None)
    found.cookies = dict(browser.cookies)
    return found


def _standing(world: World) -> float:
    return world.process.settings.standing_cache.total_seconds()


async def _is_refused(visitor: Visitor, world: World) -> None:
    """The page of sign-in is shown, and nothing was read."""
    request_id = str(uuid4())
    answer = await visitor.get(INBOX, X_Request_ID=request_id)
    assert (answer.status_code, answer.headers["location"]) == (303, ENTER)
    read = await world.events(request_id=request_id, outcome="allowed")
    assert read == []


async def test_a_session_that_is_ended_in_one_process_is_refused_by_another_in_time(
    desk: Desk, world: World, other: World, clock: Clock
) -> None:
    elsewhere, session_id = _in(other, desk.browser), await desk.session_id()
    former = _in(world, desk.browser)
    assert (await elsewhere.get(INBOX)).status_code == 200  # from now on it is known there
    left = await desk.browser.send(
        await desk.browser.get("/bureau"), "/bureau/sortir", how="switch"
    )
    assert left.status_code == 303
    await _is_refused(former, world)  # here at once
    clock.at += 2 * _standing(world)
    await _is_refused(elsewhere, world)
    assert [each[:3] for each in await desk.acted(session_id, "session:end")] == [
        (desk.guard, "allowed", "switched")
    ]


async def test_a_form_that_is_sent_to_another_process_after_the_end_changes_nothing(
    desk: Desk, world: World, other: World, clock: Clock
) -> None:
    row, elsewhere = await desk.a_request(), _in(other, desk.browser)
    sheet = await elsewhere.get(f"{INBOX}/{row['id']}")
    form = Parsed(sheet.text).form(place_of("acknowledge_referral", referral_id=row["id"]))
    await desk.browser.send(await desk.browser.get("/bureau"), "/bureau/sortir", how="hide")
    clock.at += 2 * _standing(world)
    assert (await elsewhere.post(form.action, form.filled())).status_code == 401
    assert await desk.state_of(row) == "requested"
    assert await desk.acted(row["id"], "referral:acknowledge") == []


async def test_a_device_that_is_lost_in_one_process_opens_nothing_in_another(
    desk: Desk, world: World, other: World, clock: Clock
) -> None:
    elsewhere = _in(other, desk.browser)
    assert (await elsewhere.get(INBOX)).status_code == 200
    colleague = await desk.another_browser()
    await sign_in(colleague, desk.colleague, OTHER_PIN)
    page = Parsed((await colleague.get("/bureau/moi")).text)
    device_id = await world.owner.fetchval(
        "SELECT device_id FROM agent_session WHERE id = $1", await desk.session_id()
    )
    (form,) = [each for each in page.forms if each.action.endswith(f"/{device_id}/perdu")]
    assert (await colleague.post(form.action, form.filled())).status_code == 303
    clock.at += 2 * _standing(world)
    await _is_refused(elsewhere, world)
    (event,) = await world.events(action="device:suspend", subject_id=device_id)
    assert event["outcome"] == "allowed"
