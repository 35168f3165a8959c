"""Each entry of the menu leads to a page that is served to whoever is shown the entry."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from referral_api.pages.addresses import PREFIX, address_of
from referral_api.pages.menu.headings import BY_CASE, HEADINGS, OF_CASE
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.route import Page, PagesRoute
from referral_api.permissions import ROLE_HOMES, ROLE_PERMISSIONS, CasePermission, Role
from tests.support.route_table import ROWS
from tests.support.scene import Relation, Scene
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

ROLES = [role for role in Role if role is not Role.PARTNER_SYSTEM]


def _named() -> Iterator[str]:
    for _, _, rows in (*HEADINGS, *OF_CASE):
        for name, acts in rows:
            yield from (name, *acts)
    for name, acts in BY_CASE.items():
        yield from (name, *acts)


@pytest.mark.parametrize("name", sorted(set(_named())))
def test_what_the_menu_names_has_a_page(app: FastAPI, name: str) -> None:
    (pages,) = [route for route in app.routes if isinstance(route, PagesRoute)]
    operation = OPERATIONS[name]
    ids = dict.fromkeys(operation.parameters, "x") | {"case_id": "x", "code": "x"}
    page, _ = pages.find(address_of(operation, ids | {"part": "overview"}))
    assert isinstance(page, Page)
    assert page.operation is operation


@pytest.mark.parametrize("role", ROLES)
async def test_every_entry_leads_to_a_page_that_is_served(
    world: World, scene: Scene, role: Role
) -> None:
    homes = ROLE_HOMES.get(role, {"police"})
    starts = [PREFIX, f"{PREFIX}/rubriques"]
    if "police" in homes and CasePermission.READ in ROLE_PERMISSIONS[role]:
        agent_id, _ = scene.tokens.callers[Relation.OWN, role]
        starts.append(address_of(OPERATIONS["read_case"], scene.places[Relation.OWN]))
    else:
        home = await world.make_organisation(min(homes), [role])
        agent_id = home.agent(role)
    visitor = await Visitor.of(world, agent_id)
    menus = [Parsed((await visitor.get(place)).text) for place in starts]
    assert [menu.broken for menu in menus] == [[]] * len(starts)
    links = {place for menu in menus for place, _ in menu.links}
    places = sorted(place for place in links if place.startswith(PREFIX))
    assert len(places) > 2
    refused = {}
    for place in places:
        page = await visitor.get(place)
        if page.status_code not in {200, _counted_alone(world, place)}:
            refused[place] = Parsed(page.text).text
    assert refused == {}


def _counted_alone(world: World, place: str) -> int | None:
    """Return how a page is refused that cannot be counted without more, as by the API."""
    (pages,) = [route for route in world.app.routes if isinstance(route, PagesRoute)]
    page, _ = pages.find(urlsplit(place).path)
    return ROWS[page.operation.name].inside if isinstance(page, Page) else None
