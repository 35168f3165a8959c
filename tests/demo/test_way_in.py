"""Whoever tries the demonstration enters as anybody in it; no other service has this way in."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI

from referral_api.cli.keys import create_keys
from referral_api.demo.data import AGENTS, agent
from referral_api.demo.loading import load_demo_data
from referral_api.demo.pins import organisation_of, pin_of, signs_in_by_pin
from referral_api.demo.way_in import ADDRESS, create_demo_app
from referral_api.domain.network.sign_in.pins.choosing import find_weakness
from referral_api.embedded import Embedded
from referral_api.settings import Settings
from tests.support.signing_in import sign_in
from tests.support.unlimited import UNLIMITED
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


@pytest.fixture
async def demo(server: Embedded, migrated_database: str, tmp_path: Path) -> AsyncIterator[FastAPI]:
    settings = Settings(referral_data_dir=tmp_path, pool_size=4, **UNLIMITED)
    create_keys(settings)
    load_demo_data(server.url("referral_owner", migrated_database), settings.keys)
    app = create_demo_app(settings, server.url("referral_app", migrated_database))
    async with app.router.lifespan_context(app):
        yield app


def visitor_of(app: FastAPI) -> Visitor:
    return Visitor(cast("World", SimpleNamespace(app=app)), None)


async def test_every_role_is_entered_from_one_page(demo: FastAPI) -> None:
    visitor = visitor_of(demo)
    page = await visitor.get(ADDRESS)
    told = Parsed(page.text)
    assert (page.status_code, told.broken) == (200, [])
    assert all(human.name in told.text for human in AGENTS)
    guard = agent("Fanta")
    assert pin_of(guard) in told.text
    answer = await _press(visitor, page.text, unit="centre-bamako")
    assert answer.headers["location"] == "/bureau/entrer"
    await sign_in(visitor, guard.id, pin_of(guard))
    assert "Fanta Exemple" in Parsed((await visitor.get("/bureau")).text).text
    answer = await _press(visitor, page.text, agent=str(agent("Rokia").id))
    assert answer.headers["location"] == "/bureau"
    assert "Rokia Exemple" in Parsed((await visitor.get("/bureau")).text).text


async def test_nobody_else_is_let_in(demo: FastAPI) -> None:
    visitor = visitor_of(demo)
    page = (await visitor.get(ADDRESS)).text
    for sent in ({"agent": str(agent("Fanta").id)}, {"agent": "x"}, {"unit": "x"}, {}):
        assert (await _press(visitor, page, **sent)).status_code == 404
    assert "__Host-seance" not in visitor.cookies


async def test_no_other_service_has_this_way_in(world: World) -> None:
    assert (await Visitor(world, None).get(ADDRESS)).status_code == 404


def test_the_pins_are_such_as_their_owners_could_have_chosen() -> None:
    people = [human for human in AGENTS if signs_in_by_pin(human)]
    pins = [pin_of(human) for human in people]
    assert len({*pins}) == len(pins)
    assert [
        human.name for human, pin in zip(people, pins, strict=True)
        if find_weakness(pin, organisation_of(human).duty_telephone)
    ] == []  # fmt: skip


async def _press(visitor: Visitor, page: str, **button: str) -> Any:
    csrf = Parsed(page).forms[0].fields[0].value
    return await visitor.post(ADDRESS, [("csrf", csrf), *button.items()])
