"""A new unit begins: its supervisor makes the first code of everybody, from the page."""

import re

import pytest

from referral_api.permissions import Role
from tests.support.desk import ENTER
from tests.support.signing_in import OWN_PIN, registered_browser, sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

DEVICES = "/bureau/appareils"


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation(
        "prosecutor", [Role.SUPERVISOR, Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.MAGISTRATE]
    )


async def test_a_supervisor_makes_the_first_code_of_a_person_who_then_signs_in(
    world: World, unit: TestOrganisation
) -> None:
    keeper, worker = unit.agent(Role.SUPERVISOR), unit.agent(Role.CASE_WORKER)
    telephone = await registered_browser(world, unit)
    assert str(worker) not in (await telephone.get(ENTER)).text
    supervisor = await Visitor.of(world, keeper)
    place = f"/bureau/personnes/{worker}/code"
    links = [href for href, _ in Parsed((await supervisor.get(DEVICES)).text).links]
    assert place in links
    made = await supervisor.send(await supervisor.get(place), place)
    assert made.status_code == 200, made.text
    (pin,) = re.findall(r">(\d{6})<", made.text)
    await sign_in(telephone, worker, pin, OWN_PIN)
    assert (await telephone.get("/bureau")).status_code == 200
    (reset,) = await world.events(action="pin:reset", subject_id=worker)
    assert (reset["agent_id"], reset["outcome"]) == (keeper, "allowed")
    (chosen,) = await world.events(action="pin:set", subject_id=worker)
    assert chosen["agent_id"] == worker


async def test_a_code_is_offered_for_everybody_of_the_unit_who_may_have_one(
    world: World, unit: TestOrganisation
) -> None:
    worker, gone = unit.agent(Role.CASE_WORKER), unit.agent(Role.FIRST_RESPONDER)
    await world.arrange(gone, "UPDATE agent SET active = false WHERE id = $1", gone)
    supervisor = await Visitor.of(world, unit.agent(Role.SUPERVISOR))
    links = [href for href, _ in Parsed((await supervisor.get(DEVICES)).text).links]
    codes = [href for href in links if re.fullmatch(r"/bureau/personnes/[0-9a-f-]+/code", href)]
    assert codes == [f"/bureau/personnes/{worker}/code"]
    for other in (gone, unit.agent(Role.MAGISTRATE)):
        place = f"/bureau/personnes/{other}/code"
        assert (await supervisor.get(place)).status_code == 404
        refused = await world.events(action="pin:reset", subject_id=other)
        assert [each["outcome"] for each in refused] == ["refused"]
