"""The way in to the pages for whoever tries the demonstration, as each of its invented agents.

Only ``run`` serves it. It opens nothing but sessions of agents whose ids are made from the names in
``data.py``: no other database holds them.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from referral_api.database.database import system_actor
from referral_api.demo.data import AGENTS, ORGANISATIONS, DemoAgent
from referral_api.demo.pins import (
    organisation_of,
    pin_of,
    register_unit_device,
    signs_in_by_pin,
)
from referral_api.domain.codelists.roles import RoleName
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.sessions.opening import open_session
from referral_api.errors import NotFound
from referral_api.http.process_context import ProcessContext
from referral_api.main import create_app
from referral_api.pages.device import LONGEST
from referral_api.pages.gate import DEVICE, SESSION
from referral_api.pages.headers import drop_cookie, set_cookie
from referral_api.pages.route import OpenPage, PagesRoute
from referral_api.pages.sign_in.before import read_before, show_before
from referral_api.pages.words.catalogues import say
from referral_api.settings import Settings

ADDRESS = "/bureau/essai"


def create_demo_app(settings: Settings | None = None, database_url: str | None = None) -> FastAPI:
    """Build the service of the demonstration, with this way in."""
    app = create_app(settings, database_url)
    (pages,) = (route for route in app.router.routes if isinstance(route, PagesRoute))
    pages.add(OpenPage(ADDRESS, choose))
    return app


async def choose(request: Request, process: ProcessContext, language: str) -> Response:
    """Show the invented agents; let one in, or make this browser a device of a unit."""
    if request.method != "POST":
        return show_before(request, "sign_in/demo.html", language, units=list(_units(language)))
    fields = await read_before(request)
    if key := fields.one("unit"):
        return await _register(process, key, language)
    return await _let_in(process, fields.one("agent"))


def _units(language: str) -> Iterator[dict[str, Any]]:
    for unit in ORGANISATIONS:
        people = [human for human in AGENTS if organisation_of(human) is unit]
        by_pin = [
            (human.name, _roles(human, language), pin_of(human))
            for human in people if signs_in_by_pin(human)
        ]  # fmt: skip
        others = [
            (human.name, _roles(human, language), str(human.id))
            for human in people if not signs_in_by_pin(human)
        ]  # fmt: skip
        if people:
            yield {"key": unit.key, "name": unit.name, "by_pin": by_pin, "others": others}


def _roles(human: DemoAgent, language: str) -> str:
    return ", ".join(getattr(RoleName(role.value), language) for role in human.roles)


async def _register(process: ProcessContext, key: str, language: str) -> Response:
    unit = next((each for each in ORGANISATIONS if each.key == key), None)
    if unit is None:
        raise NotFound
    name = say("Device of the demonstration", language)
    registered = await register_unit_device(process, unit, name)
    response = RedirectResponse("/bureau/entrer", 303)
    drop_cookie(response, SESSION)
    set_cookie(response, DEVICE, registered.cookie, lasts=LONGEST)
    return response


async def _let_in(process: ProcessContext, agent_id: str) -> Response:
    human = next((each for each in AGENTS if str(each.id) == agent_id), None)
    if human is None or signs_in_by_pin(human):
        raise NotFound
    home: UUID = organisation_of(human).id
    async with process.database.transaction(system_actor(home), "system") as transaction:
        opened = await open_session(
            transaction, process.settings.sign_in_limits, human.id, SignInWay.PASSKEY,
            homes=process.settings.role_homes,
        )  # fmt: skip
    response = RedirectResponse("/bureau", 303)
    set_cookie(response, SESSION, opened.cookie)
    return response
