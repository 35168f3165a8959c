"""The coordination moves custody by two, and nobody else stops or stands in for the second."""

from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.client_tokens import signed_in_by
from tests.support.instants import tomorrow
from tests.support.scene import add_client
from tests.support.world import World


def assignment(case: dict[str, Any], world: World) -> dict[str, Any]:
    return {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "custodian_unresponsive",
    }  # fmt: skip


async def assign(world: World, case: dict[str, Any]) -> dict[str, Any]:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = assignment(case, world)
    return await world.done(coordinator, "POST", "/v1/handoffs/assignments", body)


async def custodian(world: World, case: dict[str, Any]) -> str:
    found = await world.owner.fetchval(
        'SELECT protection_custodian_id FROM "case" WHERE id = $1', UUID(case["id"])
    )
    return str(found)


async def test_one_coordinator_with_the_receiver_moves_nothing(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    coordinator, receiver = (
        world.coordination.agent(Role.COORDINATOR),
        world.ngo.agent(Role.SUPERVISOR),
    )
    offer = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    await refused(world, 403, "forbidden", coordinator, "POST", "/v1/handoffs", offer)
    made = await assign(world, case)
    await move_refused(world, 409, "conflict", receiver, "handoffs", made, "accept")
    await move_refused(world, 409, "second-person-needed", coordinator, "handoffs", made, "force")
    assert await custodian(world, case) == str(world.police.id)


async def test_the_custodian_neither_withdraws_nor_blocks_an_assignment(world: World) -> None:
    case = await world.a_case()
    police = world.police.agent(Role.SUPERVISOR)
    own = await world.an_offer(case["id"], kind="protection", to=world.stranger)
    made = await assign(world, case)
    ended = await world.done(police, "GET", f"/v1/handoffs/{own['id']}")
    assert (ended["status"], ended["end_reason"]) == ("withdrawn", "assigned_by_coordination")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert await recorded(world, "handoff:withdraw", own) == [coordinator]
    reason = {"reason": "situation_changed"}
    await move_refused(world, 403, "forbidden", police, "handoffs", made, "withdraw", reason)
    again = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.stranger.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": own["consent_id"],
    }  # fmt: skip
    await refused(world, 409, "already-exists", police, "POST", "/v1/handoffs", again)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    await world.move(second, "handoffs", made, "force")
    assert await custodian(world, case) == str(world.ngo.id)


async def test_a_person_on_her_way_is_not_assigned_elsewhere(world: World) -> None:
    offer = await world.an_offer(kind="protection", physical=True)
    offer = await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    departure = {"expected_arrival": tomorrow(), "escorted": True}
    await world.move(world.police.agent(Role.SUPERVISOR), "handoffs", offer, "depart", departure)
    body = assignment({"id": offer["case_id"]}, world) | {"to_id": str(world.stranger.id)}
    await refused(
        world, 409, "invalid-transition", world.coordination.agent(Role.COORDINATOR), "POST",
        "/v1/handoffs/assignments", body,
    )  # fmt: skip


async def test_the_second_coordinator_has_a_credential_of_their_own(world: World) -> None:
    case = await world.a_case()
    first = world.coordination.agent(Role.COORDINATOR)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    client = await add_client(world, world.coordination)
    made = await world.done(
        None, "POST", "/v1/handoffs/assignments", assignment(case, world),
        headers=signed_in_by(world, client, first),
    )  # fmt: skip
    path = f"/v1/handoffs/{made['id']}/force"
    headers = signed_in_by(world, client, second)
    answer = await world.call(None, "POST", path, version=1, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "second-person-needed")
    await world.move(second, "handoffs", made, "force")
    assert await custodian(world, case) == str(world.ngo.id)
