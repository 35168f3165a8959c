"""A file that is sent by a page stays within the limits of the door, and is never put on a disk."""

import tempfile
from typing import Any, NoReturn

import pytest

from referral_api.permissions import Role
from tests.pages.programme.test_sheets import SHEET, upload
from tests.support.contributions import a_filled_form
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def _made(world: World, agent: Any) -> list[str]:
    events = await world.events(action="contribution:create", agent_id=agent)
    return [event["outcome"] for event in events]


async def test_a_file_beyond_the_limit_of_the_door_is_refused_unread(world: World) -> None:
    unit = await world.make_organisation("ngo")
    agent = unit.agent(Role.SUPERVISOR)
    visitor = await Visitor.of(world, agent)
    page = await visitor.get(SHEET)
    answer = await upload(visitor, page, SHEET, b"x" * 20_000_000)
    assert answer.status_code == 413
    assert "Rien n'a été enregistré." in Parsed(answer.text).text
    assert answer.headers["content-type"].startswith("text/html")
    assert "allowed" not in await _made(world, agent)


async def test_a_file_is_read_in_memory_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = await world.make_organisation("ngo")
    agent = unit.agent(Role.SUPERVISOR)
    visitor = await Visitor.of(world, agent)
    page = await visitor.get(SHEET)

    def on_disk(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the file of a structure was put on a disk")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, on_disk)
    made = await upload(visitor, page, SHEET, a_filled_form())
    assert made.status_code == 303, Parsed(made.text).text
    assert await _made(world, agent) == ["allowed"]
