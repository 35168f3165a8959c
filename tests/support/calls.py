"""Calls, as whoever calls a receiver back records them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

TELEPHONE = "+22320000001"
_MEMBERS: dict[str, dict[str, Any]] = {
    "reject": {"reason": "no_capacity"}, "decline": {"reason": "no_capacity"},
    "confirm_arrival": {"condition_noted": True},
}  # fmt: skip


async def give_telephone(world: World, *organisations: TestOrganisation) -> None:
    """Give organisations the duty telephone on which they are called back."""
    for organisation in organisations:
        await world.arrange(
            organisation.id, "UPDATE organisation SET duty_telephone = $2 WHERE id = $1",
            organisation.id, TELEPHONE,
        )  # fmt: skip


def call_body(act: str, **fields: Any) -> dict[str, Any]:
    """A valid call of this act, made now."""
    return {
        "act": act, "said_by": "Agent of the duty desk", "called_back": True,
        "happened_at": datetime.now(UTC).isoformat(), **_MEMBERS.get(act, {}),
    } | fields  # fmt: skip


async def record(
    world: World, agent_id: UUID, resource: str, row: dict[str, Any], act: str, **fields: Any
) -> dict[str, Any]:
    """Record a call about a referral or handoff at its present version."""
    path, body = f"/v1/{resource}/{row['id']}/calls", call_body(act, **fields)
    return await world.done(agent_id, "POST", path, body, version=row["version"])


async def record_refused(
    world: World, status: int, code: str, agent_id: UUID, resource: str, row: dict[str, Any],
    act: str, **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    """Try to record a call that must be refused so; nothing of its act is done."""
    path, body = f"/v1/{resource}/{row['id']}/calls", call_body(act, **fields)
    problem = await refused(
        world, status, code, agent_id, "POST", path, body, version=row["version"]
    )
    acts = await world.events(subject_id=UUID(row["id"]), outcome="allowed")
    assert not [event for event in acts if event["action"].endswith(f":{act}")]
    return problem


async def referred(
    world: World, *, telephone: bool = True, to: TestOrganisation | None = None, **fields: Any
) -> tuple[dict[str, Any], TestOrganisation]:
    """A referral that the police sent to a shelter with one place, and that shelter."""
    shelter = to or await world.make_organisation("shelter")
    if to is None:
        await world.set_places(shelter, 1)
    if telephone:
        await give_telephone(world, shelter)
    row = await world.a_referral(to=shelter, **({"bed_asked": True} | fields))
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.move(officer, "referrals", row, "send"), shelter


async def offered(world: World, **fields: Any) -> tuple[dict[str, Any], UUID]:
    """An offer of a person by the police to the NGO, and who answers it online."""
    await give_telephone(world, world.ngo)
    return await world.an_offer(kind="protection", **fields), world.ngo.agent(Role.SUPERVISOR)


async def shown(world: World, row: dict[str, Any]) -> dict[str, Any]:
    """A referral as its sender sees it now."""
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.done(officer, "GET", f"/v1/referrals/{row['id']}")


async def told(world: World, subject_id: str, action: str) -> set[UUID]:
    """The organisations that have an outgoing event of this act."""
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1 AND action = $2",
        UUID(subject_id), action,
    )  # fmt: skip
    return {found["organisation_id"] for found in rows}
