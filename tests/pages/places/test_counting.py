"""Places are counted as they are taken: kept, here, free; our own alone, each stay in its group."""

import re

from referral_api.permissions import Role
from tests.support.directory import a_service
from tests.support.stays import accepted, expected, present
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

PLACES, STAYS = "/bureau/places", "/bureau/sejours"


def _numbers(text: str) -> list[tuple[str, int, int, str]]:
    """Return what stands in each box: free, here, kept, in all."""
    found = re.findall(
        r"Places libres (\w+) Personnes présentes (\d+)"
        r" Places réservées aux personnes attendues (\d+) Places en tout (\d+)", text,
    )  # fmt: skip
    return [(free, int(here), int(kept), whole) for free, here, kept, whole in found]


async def test_who_is_on_the_way_and_who_is_here_are_counted_apart(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await expected(world, host)
    await present(world, host)
    await present(world, host)
    (whole,) = _numbers(Parsed((await guard.get(PLACES)).text).text)
    assert whole == ("2", 2, 1, "5")
    events = await world.events(organisation_id=host.id, action="capacity:read")
    assert [event["outcome"] for event in events] == ["allowed"]


async def test_full_keeps_the_places_of_those_on_the_way_and_of_those_who_are_here(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await a_service(world, host, {"bed_women": 4})
    await accepted(world, host)
    await world.move(
        host.agent(Role.INTAKE_OFFICER), "referrals", await accepted(world, host), "start"
    )
    page = await guard.get(PLACES)
    assert _numbers(Parsed(page.text).text)[0] == ("2", 1, 1, "4")
    (form,) = [form for form in Parsed(page.text).forms if form.action.endswith("/bed_women")]
    assert (await guard.post(form.action, form.filled())).status_code == 303
    assert _numbers(Parsed((await guard.get(PLACES)).text).text)[0] == ("complet", 1, 1, "2")
    events = await world.events(organisation_id=host.id, action="place:update")
    assert [event["outcome"] for event in events] == ["allowed", "allowed"]


async def test_the_places_of_others_are_not_among_ours(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    other = await world.make_organisation("shelter")
    await a_service(world, other, {"bed_women": 7}, name="Accueil d'ailleurs")
    await a_service(world, host, {"bed_women": 4}, name="Accueil d'ici")
    said = Parsed((await guard.get(PLACES)).text).text
    assert "Accueil d'ici" in said
    assert "Accueil d'ailleurs" not in said


async def test_each_stay_stands_in_its_group(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    coming, here = await expected(world, host), await present(world, host)
    html = (await guard.get(STAYS)).text
    first, second = html.split("Personnes présentes")
    assert "Personnes attendues" in first
    assert (coming["id"] in first, here["id"] in first) == (True, False)
    assert (coming["id"] in second, here["id"] in second) == (False, True)
    (event,) = await world.events(organisation_id=host.id, action="stay:list")
    assert event["outcome"] == "allowed"
