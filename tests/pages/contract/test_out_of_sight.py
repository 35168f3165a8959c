"""What is out of sight is, byte for byte, the page of what does not exist: read, sent, printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from referral_api.domain.codelists.sign_in import Paper
from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import PREFIX, address_of, pattern_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.paper_links import place_of
from referral_api.permissions import Role
from tests.support.page_walks import fields_of
from tests.support.route_table import ROWS
from tests.support.scene import Relation, Scene
from tests.support.visibility_oracle import expected_status
from tests.support.visitors import Parsed, Visitor, open_session
from tests.support.world import World

_STRANGER = Relation.NONE, Role.SUPERVISOR


@dataclass
class Stranger:
    """Somebody who stands in no relation to the file: ``hidden`` are its ids, ``absent`` no ids."""

    visitor: Visitor
    token: str
    hidden: dict[str, str]
    absent: dict[str, str]


@pytest.fixture(scope="module")
async def stranger(world: World, scene: Scene) -> Stranger:
    agent_id, _ = scene.tokens.callers[_STRANGER]
    visitor = Visitor(world, await open_session(world, agent_id))
    start = Parsed((await visitor.get(PREFIX)).text)
    hidden = scene.places[Relation.NONE]
    absent = {name: value if len(value) < 36 else str(uuid4()) for name, value in hidden.items()}
    return Stranger(visitor, start.form("/bureau/langue").fields[0].value, hidden, absent)


def _out_of_sight(scene: Scene, *, reading: bool) -> Iterator[Operation]:
    for name, operation in OPERATIONS.items():
        if name in LEFT_OUT or operation.is_reading is not reading or operation.takes_file:
            continue
        if not operation.parameters:
            continue
        if expected_status(scene, ROWS[name], operation.permission, *_STRANGER) == 404:
            yield operation


def _told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer but for what differs in any two: its number, and the turn."""
    headers = {
        name: value for name, value in answer.headers.items()
        if name not in {"x-request-id", "set-cookie", "server-timing"}
    }  # fmt: skip
    return answer.status_code, answer.content, headers


async def test_what_is_out_of_sight_is_the_same_page_as_what_does_not_exist(
    stranger: Stranger, scene: Scene
) -> None:
    differ, compared = [], 0
    for operation in _out_of_sight(scene, reading=True):
        compared += 1
        hidden = await stranger.visitor.get(address_of(operation, stranger.hidden))
        absent = await stranger.visitor.get(address_of(operation, stranger.absent))
        if _told(hidden) != _told(absent) or hidden.status_code != 404:
            differ.append(operation.name)
    assert differ == []
    assert compared > 20


async def _send(stranger: Stranger, operation: Operation, place: dict[str, str]) -> httpx.Response:
    row, named = ROWS[operation.name], pattern_of(operation)
    body = row.body(place) if row.body else None
    sent = [pair for pair in fields_of(operation, body) if f"{{{pair[0]}}}" not in named]
    sent += [("csrf", stranger.token), ("key", str(uuid4())), ("version", "999999")]
    return await stranger.visitor.post(address_of(operation, place), sent)


async def test_an_act_out_of_sight_is_refused_as_an_act_on_nothing_and_leaves_the_same_event(
    world: World, stranger: Stranger, scene: Scene
) -> None:
    differ, compared = [], 0
    for operation in _out_of_sight(scene, reading=False):
        compared += 1
        hidden = await _send(stranger, operation, stranger.hidden)
        absent = await _send(stranger, operation, stranger.absent)
        events = [
            [(row["action"], row["outcome"], row["code"])
             for row in await world.events(request_id=answer.headers["x-request-id"])]
            for answer in (hidden, absent)
        ]  # fmt: skip
        if _told(hidden) != _told(absent) or hidden.status_code != 404:
            differ.append(f"{operation.name} {hidden.status_code} {absent.status_code}")
        elif events[0] != events[1] or [event[1] for event in events[0]] != ["refused"]:
            differ.append(f"{operation.name} {events}")
    assert differ == []
    assert compared > 100


async def test_a_paper_out_of_sight_is_the_same_page_as_a_paper_of_nothing(
    world: World, stranger: Stranger
) -> None:
    for paper in Paper:
        hidden, absent = [
            await stranger.visitor.get(place_of(paper).format_map(place))
            for place in (stranger.hidden, stranger.absent)
        ]
        assert hidden.status_code in {403, 404}
        assert _told(hidden) == _told(absent), paper
        for answer in (hidden, absent):
            events = await world.events(request_id=answer.headers["x-request-id"])
            assert [row["outcome"] for row in events] == ["refused"]
