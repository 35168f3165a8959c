"""A page that is only read writes to the log and nowhere else, however often it is asked for."""

from uuid import uuid4

import pytest

from referral_api.pages.install import all_pages
from referral_api.pages.route import Page
from referral_api.permissions import Role
from tests.support.desk import PIN, Desk
from tests.support.scene import Relation, Scene
from tests.support.signing_in import sign_in
from tests.support.visitors import Visitor, open_session
from tests.support.whole_tables import sum_up_tables
from tests.support.world import World

# The log, and when a session and the cookie of a device were last seen.
_LOG = {"audit_event", "agent_session", "device_cookie"}
# Pages that begin a sign-in: what they ask must be known when the answer comes.
_BEGIN = {"/bureau/entrer/cle", "/bureau/entrer/compte", "/bureau/moi/preuves/cle"}


def _made_by_hand(ids: dict[str, str]) -> list[str]:
    """Return the addresses of the pages that are no general page of one operation."""
    found = []
    for page in all_pages():
        general = isinstance(page, Page) and page.path.count("/") > 2 and "papier" not in page.path
        if general or page.path in _BEGIN:
            continue
        found.append(page.path.format_map({name: ids.get(name, str(uuid4())) for name in (
            part[1:-1] for part in page.path.split("/") if part.startswith("{")
        )}))  # fmt: skip
    return found


@pytest.mark.parametrize("role", [Role.FIRST_RESPONDER, Role.SUPERVISOR])
async def test_a_page_made_by_hand_is_read_twice_and_nothing_changes_but_the_log(
    world: World, scene: Scene, role: Role
) -> None:
    agent_id, _ = scene.tokens.callers[Relation.OWN, role]
    visitor = Visitor(world, await open_session(world, agent_id))
    places = _made_by_hand(dict(scene.places[Relation.OWN]))
    before = await sum_up_tables(world, but=_LOG)
    statuses = {
        place: [(await visitor.get(place)).status_code for _ in range(2)] for place in places
    }
    assert {name: told for name, told in (await sum_up_tables(world, but=_LOG)).items()
            if told != before[name]} == {}  # fmt: skip
    assert all(first == second for first, second in statuses.values())
    assert [told[0] for told in statuses.values()].count(200) > 10


async def test_the_pages_of_a_registered_telephone_change_nothing_by_being_read(
    world: World,
) -> None:
    desk = await Desk.of(world)
    await sign_in(desk.browser, desk.keeper, PIN)
    await desk.browser.get("/bureau")
    before = await sum_up_tables(world, but=_LOG)
    for place in ("/bureau/moi", "/bureau/moi/code", "/bureau/appareils", "/bureau/appareils/code",
                  f"/bureau/personnes/{desk.guard}/code", "/bureau/entrer"):  # fmt: skip
        for _ in range(2):
            assert (await desk.browser.get(place)).status_code in {200, 303, 404}, place
    assert await sum_up_tables(world, but=_LOG) == before
