"""What the database itself holds of calls: they are not rewritten, and custody returns by one that
its receiver has corrected.
"""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.calls import give_telephone, offered, record, referred
from tests.support.sessions import EVENT, as_app
from tests.support.world import TestOrganisation, World

FORBIDDEN, UNRECORDED, REWRITTEN, NO_HANDOFF = "42501", "NR001", "NR002", "NR003"
_RETURN = """
    INSERT INTO handoff (
        id, case_id, kind, status, from_id, to_id, priority, physical, forced, custody_seq,
        case_code, sex, age_band, region, needs, risk_flags, shared_sections, reason,
        offered_by_agent_id, decide_by, accepted_at, escorted, corrected_call_id, version
    )
    SELECT $2, case_id, kind, 'completed', to_id, from_id, priority, false, false, custody_seq + 1,
        case_code, sex, age_band, region, '{}', '{}', '{}', 'dispute', $3, now(), now(), false, $4, 1
    FROM handoff WHERE id = $1
"""  # noqa: E501
_LINK = (
    "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id, agent_id)"
    " VALUES ($1, $2, 'protection', 3, $3, $4, $5)"
)
_CORRECT = "UPDATE telephone_call SET status = 'corrected' WHERE id = $1"


async def _called(world: World, to: TestOrganisation | None = None) -> tuple[Any, Any]:
    """A handoff that was accepted by telephone, and the call."""
    receiver = to or world.ngo
    await give_telephone(world, receiver)
    row = await world.an_offer(kind="protection", to=receiver)
    other = world.police.agent(Role.FIRST_RESPONDER)
    return row, await record(world, other, "handoffs", row, "accept")


async def _return(
    world: World, server: Embedded, row: dict[str, Any], call: dict[str, Any], *,
    correct: bool = True, to: TestOrganisation | None = None,
) -> str | None:  # fmt: skip
    """Let the NGO return custody in plain SQL; return the SQLSTATE of its refusal."""
    agent, case_id, returned = world.ngo.agent(Role.SUPERVISOR), UUID(row["case_id"]), uuid7()
    async with as_app(server, world.ngo) as connection:
        try:
            async with connection.transaction():
                for about in {case_id, UUID(call["case_id"])}:
                    await connection.execute(EVENT, uuid7(), world.ngo.id, about)
                if correct:
                    await connection.execute(_CORRECT, UUID(call["id"]))
                await connection.execute(
                    _RETURN, UUID(row["id"]), returned, agent, UUID(call["id"])
                )
                home = (to or world.police).id
                await connection.execute(_LINK, uuid7(), case_id, home, returned, agent)
        except asyncpg.PostgresError as refused:
            return str(refused.sqlstate)
    return None


async def test_custody_returns_by_a_corrected_call(world: World, server: Embedded) -> None:
    row, call = await _called(world)
    assert await _return(world, server, row, call) is None


async def test_custody_does_not_return_by_a_call_that_binds(world: World, server: Embedded) -> None:
    row, call = await _called(world)
    assert await _return(world, server, row, call, correct=False) == NO_HANDOFF


async def test_custody_does_not_return_by_a_call_about_another_handoff(
    world: World, server: Embedded
) -> None:
    row, _ = await _called(world)
    _, another = await _called(world)
    assert await _return(world, server, row, another) == NO_HANDOFF


async def test_custody_does_not_return_to_anybody_else(world: World, server: Embedded) -> None:
    row, call = await _called(world)
    assert await _return(world, server, row, call, to=world.stranger) == NO_HANDOFF


async def test_custody_does_not_return_by_a_call_that_declined(
    world: World, server: Embedded
) -> None:
    row, _ = await _called(world)
    await give_telephone(world, world.ngo)
    offer = await world.an_offer(kind="protection")
    other = world.police.agent(Role.FIRST_RESPONDER)
    declined = await record(world, other, "handoffs", offer, "decline")
    assert await _return(world, server, row, declined) == NO_HANDOFF


async def _change(
    server: Embedded, organisation: TestOrganisation, call: dict[str, Any], change: str,
    *, recorded: bool = True,
) -> str | None:  # fmt: skip
    async with as_app(server, organisation) as connection:
        try:
            async with connection.transaction():
                if recorded:
                    case_id = UUID(call["case_id"])
                    await connection.execute(EVENT, uuid7(), organisation.id, case_id)
                await connection.execute(
                    f"UPDATE telephone_call SET {change} WHERE id = $1", UUID(call["id"])
                )
        except asyncpg.PostgresError as refused:
            return str(refused.sqlstate)
    return None


_SAID = [
    "said_by = 'Somebody else'", "happened_at = now()", "act = 'start'", "telephone = '+22300000'",
    "receiver_id = sender_id", "recorded_by_agent_id = recorded_by_agent_id", "confirm_by = now()",
]  # fmt: skip


@pytest.mark.parametrize("change", _SAID)
async def test_what_was_said_is_not_rewritten(world: World, server: Embedded, change: str) -> None:
    row, shelter = await referred(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "accept")
    assert await _change(server, shelter, call, change) == FORBIDDEN
    if not change.startswith("confirm_by"):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await world.owner.execute(
                f"UPDATE telephone_call SET {change} WHERE id = $1", UUID(call["id"])
            )
        assert refused.value.sqlstate == REWRITTEN


async def test_only_the_receiver_decides_on_a_call_and_records_it(
    world: World, server: Embedded
) -> None:
    row, shelter = await referred(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "accept")
    change = "status = 'confirmed'"
    assert await _change(server, world.police, call, change) == FORBIDDEN
    assert await _change(server, shelter, call, change, recorded=False) == UNRECORDED
    assert await _change(server, shelter, call, change) is None


async def test_nobody_records_a_call_in_the_receivers_own_name(
    world: World, server: Embedded
) -> None:
    row, receiver = await offered(world)
    insert = (
        "INSERT INTO telephone_call (id, case_id, subject, subject_id, act, status, sender_id,"
        " receiver_id, custodian_id, said_by, telephone, happened_at, recorded_by_organisation_id,"
        " recorded_by_agent_id, confirm_by, version) VALUES ($1, $2, 'handoff', $3, 'accept',"
        " 'binding', $4, $5, $4, 'Agent', '+22320000001', now(), $6, $7, now(), 1)"
    )
    police, ngo, stranger = world.police, world.ngo, world.stranger
    for writer, sender, recorder in (
        (ngo, police, ngo), (police, police, ngo), (stranger, police, stranger),
    ):  # fmt: skip
        async with as_app(server, writer) as connection:
            with pytest.raises(asyncpg.PostgresError) as refused:
                await connection.execute(
                    insert, uuid7(), UUID(row["case_id"]), UUID(row["id"]), sender.id, ngo.id,
                    recorder.id, receiver,
                )  # fmt: skip
        assert refused.value.sqlstate == FORBIDDEN
