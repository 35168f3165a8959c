"""The limits of the application role, against faulty code and injected SQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.world import World

EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, agent_id, roles, case_id, salt)"
    " VALUES ($1, 'case:update', 'allowed', $2, $3, '{}', $4, '')"
)


@asynccontextmanager
async def as_app(
    server: Embedded, organisation_id: UUID, agent_id: UUID
) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(server.url("referral_app"))
    try:
        await connection.execute(
            "SELECT set_config('app.organisation_id', $1, false),"
            " set_config('app.agent_id', $2, false)", str(organisation_id), str(agent_id),
        )  # fmt: skip
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consent SET recipients = recipients || $1::uuid",
        "UPDATE consent SET sections = '{identity}', case_id = $1",
        "UPDATE referral SET receiver_id = $1",
        "UPDATE handoff SET to_id = $1",
        "UPDATE handoff SET forced = true, from_id = $1",
        "UPDATE person SET case_id = $1",
    ],
)
async def test_the_parties_sections_and_consent_of_a_record_cannot_be_rewritten(
    world: World, server: Embedded, change: str
) -> None:
    async with as_app(server, world.police.id, world.police.agent(Role.SUPERVISOR)) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change, world.stranger.id)


async def test_a_record_moves_only_to_a_consent_that_covers_it(
    world: World, server: Embedded
) -> None:
    case = await world.a_case()
    row = await world.a_referral(case["id"])
    narrow = await world.a_consent(case["id"], world.shelter, sections=["protection"])
    other = await world.a_consent(case["id"], world.ngo)
    wide = await world.a_consent(case["id"], world.shelter)
    agent = world.police.agent(Role.SUPERVISOR)
    move = "UPDATE referral SET consent_id = $1 WHERE id = $2"
    async with as_app(server, world.police.id, agent) as connection:
        for consent in (narrow, other):
            with pytest.raises(asyncpg.PostgresError, match="does not cover") as caught:
                await connection.execute(move, UUID(consent["id"]), UUID(row["id"]))
            assert caught.value.sqlstate == "NR004"
        async with connection.transaction():
            await connection.execute(EVENT, uuid7(), world.police.id, agent, UUID(case["id"]))
            await connection.execute(move, UUID(wide["id"]), UUID(row["id"]))


async def test_an_event_names_the_caller_or_nobody(world: World, server: Embedded) -> None:
    caller, colleague = (world.police.agent(role) for role in (Role.SUPERVISOR, Role.INVESTIGATOR))
    async with as_app(server, world.police.id, caller) as connection:
        for organisation_id, agent_id in ((world.police.id, colleague), (None, caller)):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(EVENT, uuid7(), organisation_id, agent_id, None)
        await connection.execute(EVENT, uuid7(), world.police.id, caller, None)


async def test_a_legal_ground_is_not_active_without_a_second_person(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(
        case["id"], world.shelter, legal_ground="court_order", answer="awaited"
    )
    with pytest.raises(asyncpg.CheckViolationError):
        await world.rewrite("consent", consent, status="active")


async def test_an_offer_is_not_made_in_the_name_of_another(world: World, server: Embedded) -> None:
    case_id, agent_id = UUID((await world.a_case())["id"]), world.stranger.agent(Role.SUPERVISOR)
    async with as_app(server, world.stranger.id, agent_id) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(EVENT, uuid7(), world.stranger.id, agent_id, case_id)
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                "INSERT INTO handoff (id, case_id, kind, status, from_id, to_id, priority,"
                " physical, forced, custody_seq, case_code, sex, age_band, region, reason,"
                " offered_by_agent_id, decide_by, escorted, version) VALUES ($1, $2, 'protection',"
                " 'offered', $3, $4, 'urgent', false, false, 1, 'x', 'female', '25_59', 'BAMAKO',"
                " 'other', $5, now(), false, 1)",
                uuid7(), case_id, world.police.id, world.ngo.id, agent_id,
            )  # fmt: skip
        await transaction.rollback()


async def test_custody_is_not_taken_by_a_handoff_that_the_custodian_did_not_offer(
    world: World, server: Embedded
) -> None:
    case_id, handoff_id = UUID((await world.a_case())["id"]), uuid7()
    agent_id = world.stranger.agent(Role.SUPERVISOR)
    offer: tuple[Any, ...] = (handoff_id, case_id, world.stranger.id, world.ngo.id, agent_id)
    async with as_app(server, world.stranger.id, agent_id) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(EVENT, uuid7(), world.stranger.id, agent_id, case_id)
        await connection.execute(
            "INSERT INTO handoff (id, case_id, kind, status, from_id, to_id, priority, physical,"
            " forced, custody_seq, case_code, sex, age_band, region, reason, offered_by_agent_id,"
            " decide_by, escorted, version) VALUES ($1, $2, 'protection', 'completed', $3, $4,"
            " 'urgent', false, false, 1, 'x', 'female', '25_59', 'BAMAKO', 'other', $5, now(),"
            " false, 1)", *offer,
        )  # fmt: skip
        with pytest.raises(asyncpg.PostgresError) as caught:
            await connection.execute(
                "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id,"
                " agent_id) VALUES ($1, $2, 'protection', 2, $3, $4, $5)",
                uuid7(), case_id, world.ngo.id, handoff_id, agent_id,
            )  # fmt: skip
        assert caught.value.sqlstate == "NR003"
        await transaction.rollback()


async def test_a_first_link_must_match_the_registration_whatever_its_statement_changes(
    world: World,
) -> None:
    case_id, out, back = uuid7(), uuid7(), uuid7()
    agent, other = (world.police.agent(role) for role in (Role.SUPERVISOR, Role.INVESTIGATOR))
    sides = ((out, world.police.id, world.ngo.id, 1), (back, world.ngo.id, world.police.id, 2))
    async with world.owner.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(EVENT, uuid7(), world.police.id, agent, case_id)
        await connection.execute(  # it names nobody for the inquiry
            'INSERT INTO "case" (id, code, status, state, sex, age_band, age_in_doubt, region,'
            " languages, risk_flags, protection_custodian_id, registered_by_organisation_id,"
            " registered_by_agent_id, version) VALUES ($1::uuid, $1::uuid::text, 'reported',"
            " 'open', 'female', '25_59', false, 'BAMAKO', '{}', '{}', $2, $2, $3, 1)",
            case_id, world.police.id, agent,
        )  # fmt: skip
        for handoff_id, sender, receiver, seq in sides:
            await connection.execute(
                "INSERT INTO handoff (id, case_id, kind, status, from_id, to_id, priority,"
                " physical, forced, custody_seq, case_code, sex, age_band, region, reason,"
                " offered_by_agent_id, accepted_by_agent_id, decide_by, escorted, version) VALUES"
                " ($1, $2, 'investigation', 'completed', $3, $4, 'urgent', false, true, $5, 'x',"
                " 'female', '25_59', 'BAMAKO', 'other', $6, $7, now(), false, 1)",
                handoff_id, case_id, sender, receiver, seq, agent, other,
            )  # fmt: skip
        with pytest.raises(asyncpg.PostgresError, match="begins with the registration") as caught:
            await connection.execute(
                "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id,"
                " agent_id) VALUES ($1, $1, 'protection', 1, $2, NULL, $4),"
                " (gen_random_uuid(), $1, 'investigation', 1, $2, NULL, $4),"
                " (gen_random_uuid(), $1, 'investigation', 2, $3, $5, $4),"
                " (gen_random_uuid(), $1, 'investigation', 3, $2, $6, $4)",
                case_id, world.police.id, world.ngo.id, agent, out, back,
            )  # fmt: skip
        assert caught.value.sqlstate == "NR003"
        await transaction.rollback()


async def _move_consent(world: World, consent_id: str, *case_ids: str) -> None:
    """Move it to the last of these cases, with an event that names them all."""
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_ids, salt)"
            " VALUES ($1, 'test:arrange', 'allowed', $2, '{}', $3, '')",
            uuid7(), world.police.id, list(case_ids),
        )  # fmt: skip
        await connection.execute(
            "UPDATE consent SET case_id = $2 WHERE id = $1", consent_id, case_ids[-1]
        )


async def test_a_row_never_moves_to_another_case_whatever_was_recorded(world: World) -> None:
    case, other = await world.a_case(), await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await _move_consent(world, consent["id"], case["id"], other["id"])
    assert refused.value.sqlstate == "NR001"


@pytest.mark.parametrize("status", ["withdrawn", "superseded", "entered_in_error"])
async def test_a_consent_that_ends_takes_its_grants_with_it_whoever_ended_it(
    world: World, server: Embedded, status: str
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    row = await world.move(officer, "referrals", await world.a_referral(), "send")
    row = await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    live = "SELECT count(*) FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL"
    assert await world.owner.fetchval(live, row["id"]) == 1
    async with (
        as_app(server, world.police.id, officer) as connection,
        connection.transaction(),
    ):
        await connection.execute(EVENT, uuid7(), world.police.id, officer, UUID(row["case_id"]))
        change = "UPDATE consent SET status = $2 WHERE id = $1"
        await connection.execute(change, UUID(row["consent_id"]), status)
    assert await world.owner.fetchval(live, row["id"]) == 0


_SOMEBODY_ELSE = "(SELECT o.id FROM organisation o WHERE o.id NOT IN (from_id, to_id) LIMIT 1)"


@pytest.mark.parametrize(
    ("change", "moves"),
    [
        ("UPDATE handoff SET arrived_at = now() WHERE case_id = $1", True),
        ("UPDATE handoff SET physical = true WHERE case_id = $1", False),
        ("UPDATE handoff SET custody_seq = 0 WHERE case_id = $1", False),
        (f"UPDATE handoff SET from_id = {_SOMEBODY_ELSE} WHERE case_id = $1", False),
        ("UPDATE consent SET status = 'withdrawn' WHERE case_id = $1", False),
    ],
)
async def test_the_database_itself_moves_custody_by_what_was_agreed_only(
    world: World, change: str, *, moves: bool
) -> None:
    offer = await world.an_offer(kind="protection", to=world.ngo)
    case_id, receiver = UUID(offer["case_id"]), world.ngo.agent(Role.SUPERVISOR)
    async with world.owner.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(EVENT, uuid7(), world.ngo.id, receiver, case_id)
        await connection.execute(
            "UPDATE handoff SET status = 'completed', accepted_by_agent_id = $2,"
            " accepted_at = now() WHERE id = $1",
            UUID(offer["id"]), receiver,
        )  # fmt: skip
        await connection.execute(change, case_id)
        link = connection.execute(
            "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id, agent_id)"
            " VALUES ($1, $2, 'protection', 2, $3, $4, $5)",
            uuid7(), case_id, world.ngo.id, UUID(offer["id"]), receiver,
        )  # fmt: skip
        if moves:
            await link
        else:
            with pytest.raises(asyncpg.PostgresError) as refused:
                await link
            assert refused.value.sqlstate == "NR003"
        await transaction.rollback()


async def test_who_answers_for_the_inquiry_gives_itself_no_section_of_the_person(
    world: World, server: Embedded
) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    consent = await world.a_consent(case["id"], world.police, by=world.ngo)
    link = await world.owner.fetchval(
        "SELECT id FROM custody WHERE case_id = $1 AND kind = 'investigation'", UUID(case["id"])
    )
    agent = world.police.agent(Role.SUPERVISOR)
    async with as_app(server, world.police.id, agent) as connection:
        await connection.execute("BEGIN")
        await connection.execute(EVENT, uuid7(), world.police.id, agent, UUID(case["id"]))
        with pytest.raises(asyncpg.PostgresError) as caught:
            await connection.execute(
                "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id,"
                " consent_id, reads, writes) VALUES ($1, $2, $3, 'custody', $4, $5,"
                " '{protection}', '{protection}')",
                uuid7(), world.police.id, UUID(case["id"]), link, UUID(consent["id"]),
            )  # fmt: skip
        assert caught.value.sqlstate == "NR004"
