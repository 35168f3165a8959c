"""Records with states, shown on an errand, which hangs on a case, and a letter, which does not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import sqlalchemy
from uuid_utils.compat import uuid7

from referral_api.database.pagination import LAST, Window
from referral_api.database.statements import Row
from referral_api.domain.records.overdue import expire, overdue_batches
from referral_api.domain.records.records import Records
from referral_api.embedded import Embedded
from referral_api.errors import Forbidden, InvalidTransition, NotFound, StaleVersion
from referral_api.permissions import Actor, Role
from tests.support.made_up_records import (
    ERRAND_RECORDS,
    ERRAND_SQL,
    ERRANDS,
    LETTER_RECORDS,
    LETTER_SQL,
    LETTERS,
    ErrandPermission,
    LetterPermission,
    MadeUp,
)
from tests.support.world import TestOrganisation, World

SOON, LONG_AGO = timedelta(hours=1), timedelta(hours=-1)


@pytest.fixture(scope="module", autouse=True)
async def tables(server: Embedded, owner: asyncpg.Pool) -> AsyncIterator[None]:
    url = sqlalchemy.make_url(server.url("referral_owner")).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    MadeUp.metadata.create_all(engine)
    await owner.execute(ERRAND_SQL + LETTER_SQL)
    yield
    MadeUp.metadata.drop_all(engine)
    engine.dispose()


def actor_of(organisation: TestOrganisation) -> Actor:
    agent = organisation.agent(Role.SUPERVISOR)
    roles = frozenset({Role.SUPERVISOR})
    return Actor(organisation.id, organisation.type, agent, None, roles, "test")


async def an_errand(world: World, due: timedelta = SOON, *, needs_car: bool = False) -> Row:
    """The NGO runs an errand on a case that the police answer for."""
    case_id = UUID((await world.a_case())["id"])
    async with world.process.database.transaction(actor_of(world.ngo)) as transaction:
        return await ERRAND_RECORDS.add(
            transaction,
            {
                "id": uuid7(), "case_id": case_id, "status": "open", "owner_id": world.ngo.id,
                "needs_car": needs_car, "due_by": datetime.now(UTC) + due, "version": 1,
            },
        )  # fmt: skip


async def a_letter(world: World, due: timedelta = SOON) -> Row:
    """The NGO writes to the health centre."""
    async with world.process.database.transaction(actor_of(world.ngo)) as transaction:
        return await LETTER_RECORDS.add(
            transaction,
            {
                "id": uuid7(), "status": "sent", "from_id": world.ngo.id,
                "to_id": world.health.id, "answer_by": datetime.now(UTC) + due, "version": 1,
            },
        )  # fmt: skip


async def transition(
    world: World, records: Records[Any], by: TestOrganisation, row: Row, event: str,
    version: int = 1,
) -> Row:  # fmt: skip
    async with world.process.database.transaction(actor_of(by)) as transaction:
        return await records.transition(transaction, row["id"], event, version)


async def outgoing_events(world: World, row: Row) -> list[tuple[str, UUID | None, UUID]]:
    """Return the outbox rows of a record: action, case, organisation."""
    rows = await world.owner.fetch(
        "SELECT action, case_id, organisation_id FROM outgoing_event WHERE subject_id = $1"
        " ORDER BY xid, organisation_id",
        row["id"],
    )
    return [tuple(found) for found in rows]


async def test_a_record_on_a_case_follows_its_table_and_writes_its_events(world: World) -> None:
    errand = await an_errand(world)
    moved = await transition(world, ERRAND_RECORDS, world.ngo, errand, "finish")
    assert (moved["status"], moved["version"], moved["closed_at"]) == ("done", 2, moved["now"])
    events = await world.events(subject_id=errand["id"])
    assert [(event["action"], event["case_id"]) for event in events] == [
        ("errand:plan", errand["case_id"]), ("errand:finish", errand["case_id"]),
    ]  # fmt: skip
    assert await outgoing_events(world, errand) == [
        ("errand:plan", errand["case_id"], world.ngo.id),
        ("errand:finish", errand["case_id"], world.ngo.id),
    ]


async def test_a_record_without_a_case_notifies_both_parties(world: World) -> None:
    letter = await a_letter(world)
    moved = await transition(world, LETTER_RECORDS, world.health, letter, "answer")
    assert (moved["status"], moved["version"]) == ("answered", 2)
    events = await world.events(subject_id=letter["id"])
    assert [(event["action"], event["case_id"]) for event in events] == [
        ("letter:write", None), ("letter:answer", None)
    ]  # fmt: skip
    assert {(action, party) for action, _, party in await outgoing_events(world, letter)} == {
        (action, party.id)
        for action in ("letter:write", "letter:answer")
        for party in (world.ngo, world.health)
    }


async def test_side_state_guard_and_version_each_refuse(world: World) -> None:
    errand = await an_errand(world, needs_car=True)
    with pytest.raises(Forbidden):
        await transition(world, ERRAND_RECORDS, world.police, errand, "finish")
    with pytest.raises(InvalidTransition) as caught:
        await transition(world, ERRAND_RECORDS, world.ngo, errand, "drop")
    assert caught.value.facts == {"current_state": "open", "allowed_events": ["finish"]}
    with pytest.raises(StaleVersion):
        await transition(world, ERRAND_RECORDS, world.ngo, errand, "finish", version=7)
    await transition(world, ERRAND_RECORDS, world.ngo, errand, "finish")
    with pytest.raises(InvalidTransition) as ended:
        await transition(world, ERRAND_RECORDS, world.ngo, errand, "finish", version=2)
    assert (ended.value.case_id, ended.value.commit_partial) == (errand["case_id"], False)


async def test_reads_apply_a_deadline_and_a_refused_transition_persists_the_expiry(
    world: World,
) -> None:
    errand, letter = await an_errand(world, LONG_AGO), await a_letter(world, LONG_AGO)
    assert (errand["status"], ERRANDS.status_now(errand)) == ("open", "overdue")
    assert (letter["status"], LETTERS.status_now(letter)) == ("sent", "lapsed")
    with pytest.raises(InvalidTransition):
        await transition(world, ERRAND_RECORDS, world.ngo, errand, "finish")
    with pytest.raises(InvalidTransition):
        await transition(world, LETTER_RECORDS, world.health, letter, "answer")
    stored = await world.owner.fetchrow(
        "SELECT status, reason, closed_at IS NOT NULL FROM errand WHERE id = $1", errand["id"]
    )
    assert stored is not None
    assert tuple(stored) == ("overdue", "too_late", True)
    (event,) = await world.events(subject_id=errand["id"], action="errand:expire")
    assert (event["agent_id"], event["code"]) == (None, "too_late")
    assert await world.events(subject_id=letter["id"], action="letter:lapse")


@pytest.mark.parametrize("records", [ERRAND_RECORDS, LETTER_RECORDS], ids=["errand", "letter"])
async def test_the_timer_finds_overdue_records_and_persists_each_expiry_once(
    world: World, records: Records[Any]
) -> None:
    make = an_errand if records is ERRAND_RECORDS else a_letter
    late, early = await make(world, LONG_AGO), await make(world, SOON)
    database, actor = world.process.database, actor_of(world.ngo)
    batches = overdue_batches(records)
    found = {row["id"] async for row in batches.read(database, actor, "system")}
    async with database.transaction(actor, "system") as transaction:
        assert late["id"] in found
        assert early["id"] not in found
        assert await expire(transaction, records, late["id"])
        assert not await expire(transaction, records, late["id"])
        assert not await expire(transaction, records, early["id"])


async def ids_seen(
    world: World, records: Records[Any], by: TestOrganisation, permission: Any, **filters: Any
) -> set[UUID]:
    async with world.process.database.transaction(actor_of(by)) as transaction:
        page = await records.list(
            transaction, Window(LAST, 100), permission, lambda row: row["id"], **filters
        )
    return set(page.items)


async def test_a_list_shows_the_owner_and_the_custodian_and_nobody_else(world: World) -> None:
    errand = await an_errand(world)
    for organisation, sees in ((world.ngo, True), (world.police, True), (world.stranger, False)):
        for filters in ({}, {"case_id": errand["case_id"]}, {"status": "open"}):
            seen = await ids_seen(
                world, ERRAND_RECORDS, organisation, ErrandPermission.PLAN, **filters
            )
            assert (errand["id"] in seen) == sees, (organisation.type, filters)
        async with world.process.database.transaction(actor_of(organisation)) as transaction:
            if sees:
                assert await ERRAND_RECORDS.find(transaction, errand["id"])
            else:
                with pytest.raises(NotFound):
                    await ERRAND_RECORDS.find(transaction, errand["id"])


async def test_a_list_without_cases_shows_the_parties_and_nobody_else(world: World) -> None:
    letter = await a_letter(world)
    for organisation, sees in ((world.ngo, True), (world.health, True), (world.stranger, False)):
        seen = await ids_seen(world, LETTER_RECORDS, organisation, LetterPermission.WRITE)
        assert (letter["id"] in seen) == sees, organisation.type
