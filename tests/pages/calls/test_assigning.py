"""The coordination names who is responsible: one coordinator proposes, another decides."""

from uuid import UUID

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def test_one_coordinator_proposes_and_another_decides(world: World) -> None:
    case = await world.a_case()
    first = await world.make_agent(world.coordination, Role.COORDINATOR)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    proposing, deciding = await Visitor.of(world, first), await Visitor.of(world, second)
    place = address_of(OPERATIONS["assign_handoff"], {})
    form = await proposing.get(f"{place}?case_id={case['id']}")
    assert form.status_code == 200
    made = await proposing.send(
        form, place, case_id=case["id"], to_id=str(world.ngo.id), kind="protection",
        reason="custodian_unresponsive", priority="routine",
    )  # fmt: skip
    assert made.status_code == 303, Parsed(made.text).text
    record = made.headers["location"].partition("?")[0]
    handoff = record.rpartition("/")[2]
    force = address_of(OPERATIONS["force_handoff"], {"handoff_id": handoff})
    alone = await proposing.send(await proposing.get(force), force)
    assert alone.status_code in {403, 409}
    decided = await deciding.send(await deciding.get(force), force)
    assert decided.status_code == 303, Parsed(decided.text).text
    row = await world.done(second, "GET", f"/v1/handoffs/{handoff}")
    assert row["status"] == "accepted" or row["forced"]
    acts = await world.events(subject_id=UUID(handoff), outcome="allowed")
    assert [(act["action"], act["agent_id"]) for act in acts if act["action"] in {
        "handoff:assign", "handoff:force"
    }] == [("handoff:assign", first), ("handoff:force", second)]  # fmt: skip


async def test_the_state_of_a_road_is_said_and_withdrawn(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    visitor = await Visitor.of(world, coordinator)
    roads = await visitor.get(address_of(OPERATIONS["list_road_states"], {}))
    assert "États des routes" in Parsed(roads.text).text
    (begun,) = [
        href for href, text in Parsed(roads.text).links if text == "Enregistrer l'état d'une route"
    ]
    form = await visitor.get(begun)
    assert form.status_code == 200
    assert Parsed(form.text).broken == []
