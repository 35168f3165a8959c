"""A call counts: what a receiver says on the telephone has the effect of the act itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.calls import give_telephone, record
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def sent(world: World, **fields: Any) -> dict[str, Any]:
    """A referral of the police to a shelter that is called back, with one place asked for."""
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 1)
    await give_telephone(world, shelter)
    row = await world.a_referral(to=shelter, **({"bed_asked": True} | fields))
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    return row | {"shelter": shelter}


async def shown(world: World, row: dict[str, Any]) -> dict[str, Any]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.done(officer, "GET", f"/v1/referrals/{row['id']}")


async def test_an_acceptance_by_telephone_does_what_the_acceptance_does(world: World) -> None:
    row = await sent(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, officer, "referrals", row, act="accept")
    assert (call["status"], call["act"], call["subject"], call["subject_id"]) == (
        "binding", "accept", "referral", row["id"],
    )  # fmt: skip
    assert (call["telephone"], call["said_by"]) == ("+22320000001", "Agent of the duty desk")
    assert (call["sender_id"], call["receiver_id"]) == (str(world.police.id), row["receiver_id"])
    result = await shown(world, row)
    assert (result["status"], result["bed"], result["version"]) == (
        "accepted", "held", row["version"] + 1,
    )  # fmt: skip
    assert await recorded(world, "referral:accept", row) == [officer]
    assert await recorded(world, "call:record", call) == [officer]
    intake = row["shelter"].agent(Role.INTAKE_OFFICER)
    case = await world.done(intake, "GET", f"/v1/cases/{row['case_id']}")
    assert case["id"] == row["case_id"]
    confirmed = await world.move(intake, "calls", call, "confirm")
    assert (confirmed["status"], confirmed["decided_by_agent_id"]) == ("confirmed", str(intake))
    assert await recorded(world, "call:confirm", call) == [intake]
