"""An administrator gives and takes roles: each has its sentence, some wait for a second person."""

from uuid import UUID

import httpx

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def test_roles_have_a_sentence_and_some_wait_for_a_second_person(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    visitor = await Visitor.of(world, administrator)
    agent = await world.make_agent(world.prosecutor, Role.SUPERVISOR)
    record = await visitor.get("/bureau/personnes")
    assert record.status_code == 200
    page = await of_agent(visitor, agent)
    text = Parsed(page.text).text
    assert "Lit le journal ; ne voit aucun dossier. Attend une seconde personne." in text
    assert 'value="supervisor" checked' in page.text
    action = Parsed(page.text).forms[1].action
    sent = await visitor.send(page, action, roles=["supervisor", "magistrate"])
    assert sent.status_code == 303, Parsed(sent.text).text
    row = await world.done(administrator, "GET", f"/v1/agents/{agent}")
    assert row["roles"] == ["supervisor"]
    waiting = await world.done(
        administrator, "GET", f"/v1/pending-changes?organisation_id={world.prosecutor.id}"
    )
    assert waiting["items"][0]["subject_id"] == str(agent)
    changes = await visitor.get("/bureau/confirmations?status=proposed")
    assert "Proposée" in Parsed(changes.text).text
    events = await world.events(action="agent:update", subject_id=agent)
    assert [(event["agent_id"], event["outcome"]) for event in events] == [
        (administrator, "allowed")
    ]


async def test_the_last_administrator_of_an_organisation_is_not_taken_away_unseen(
    world: World,
) -> None:
    visitor = await Visitor.of(world, world.coordination.agent(Role.ADMINISTRATOR))
    house = await world.make_organisation("ngo", [Role.ADMINISTRATOR, Role.CASE_WORKER])
    page = await of_agent(visitor, house.agent(Role.ADMINISTRATOR))
    assert "Sans cette personne, plus personne n'administre" in Parsed(page.text).text
    await world.make_agent(house, Role.ADMINISTRATOR)
    page = await of_agent(visitor, house.agent(Role.ADMINISTRATOR))
    assert "Sans cette personne" not in Parsed(page.text).text


async def of_agent(visitor: Visitor, agent: UUID) -> httpx.Response:
    place = address_of(OPERATIONS["read_agent"], {"agent_id": agent})
    record = Parsed((await visitor.get(place)).text)
    (form,) = [href for href, text in record.links if text == "Modifier l'agent"]
    return await visitor.get(form)
