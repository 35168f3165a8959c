"""A shelter says its places: by unit, full in one press; and sees who is expected, here, gone."""

from tests.support.directory import a_service
from tests.support.stays import expected, present
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

PLACES, STAYS = "/bureau/places", "/bureau/sejours"


async def test_the_places_of_each_unit_are_shown(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await a_service(world, host, {"bed_women": 4})
    page = Parsed((await guard.get(PLACES)).text)
    assert "Places libres 4" in page.text
    assert "Déclaré le" in page.text
    assert not page.broken


async def test_full_is_one_press(world: World, host: TestOrganisation, guard: Visitor) -> None:
    await a_service(world, host, {"bed_women": 4})
    page = await guard.get(PLACES)
    (form,) = [form for form in Parsed(page.text).forms if form.action.endswith("/bed_women")]
    answer = await guard.post(form.action, form.filled())
    assert answer.status_code == 303, Parsed(answer.text).text
    assert "Places libres complet" in Parsed((await guard.get(PLACES)).text).text
    events = await world.events(organisation_id=host.id, action="place:update")
    assert [event["outcome"] for event in events] == ["allowed", "allowed"]


async def test_a_number_of_places_is_changed_in_a_form_that_shows_what_stands(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await a_service(world, host, {"bed_women": 4})
    page = Parsed((await guard.get(PLACES)).text)
    (place,) = [href for href, text in page.links if text.startswith("Modifier")]
    form = await guard.get(place)
    action = place.partition("?")[0]
    (stands,) = [field for field in Parsed(form.text).form(action).fields if field.name == "places"]
    assert stands.value == "4"
    answer = await guard.send(form, action, places="6")
    assert answer.status_code == 303, Parsed(answer.text).text
    assert answer.headers["location"].startswith(PLACES)


async def test_stays_are_shown_in_groups(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    await expected(world, host)
    await present(world, host)
    page = Parsed((await guard.get(STAYS)).text)
    assert "Personnes attendues" in page.text
    assert "Personnes présentes" in page.text


async def test_an_arrival_now_is_recorded(
    world: World, host: TestOrganisation, guard: Visitor
) -> None:
    stay = await expected(world, host)
    sheet = Parsed((await guard.get(f"{STAYS}")).text)
    (record,) = {href for href, _ in sheet.links if stay["id"] in href}
    page = Parsed((await guard.get(record)).text)
    (place,) = {href for href, text in page.links if text == "Enregistrer l'arrivée"}
    action = place.partition("?")[0]
    form = await guard.get(place)
    answer = await guard.send(form, action, happened_at__w="now", arrival_state=["well"])
    assert answer.status_code == 303, Parsed(answer.text).text
    (event,) = await world.events(organisation_id=host.id, action="stay:arrive")
    assert event["outcome"] == "allowed"
