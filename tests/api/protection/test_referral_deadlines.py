"""Deadlines of a referral: reads and operations apply them immediately, then they are persisted."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain import expiry_job
from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records.one_by_one import ExpiriesFailed
from referral_api.domain.records.overdue import expire, overdue_batches
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def sent(world: World, to: TestOrganisation, **fields: Any) -> dict[str, Any]:
    draft = await world.a_referral(to=to, **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def held(world: World, shelter: TestOrganisation) -> dict[str, Any]:
    """A referral that was accepted with a place."""
    row = await sent(world, shelter, bed_asked=True)
    row = await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    assert row["bed"] == "held"
    return row


async def small_shelter(world: World, places: int) -> TestOrganisation:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, places)
    return shelter


async def places(world: World, shelter: TestOrganisation) -> tuple[int, int]:
    row = await world.owner.fetchrow(
        "SELECT held, occupied FROM capacity WHERE organisation_id = $1", shelter.id
    )
    assert row is not None
    return row["held"], row["occupied"]


async def stored_status(world: World, row: dict[str, Any]) -> str:
    status = await world.owner.fetchval("SELECT status FROM referral WHERE id = $1", row["id"])
    return str(status)


async def test_an_overdue_referral_is_read_as_expired_and_cannot_be_accepted(world: World) -> None:
    row = await sent(world, world.shelter)
    await world.rewrite("referral", row, decide_by=PAST)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    result = await world.done(intake, "GET", f"/v1/referrals/{row['id']}")
    assert (result["status"], result["sheet"]) == ("expired", None)
    assert await stored_status(world, row) == "requested"
    problem = await move_refused(
        world, 409, "invalid-transition", intake, "referrals", row, "accept", {}
    )
    assert problem["current_state"] == "expired"
    assert await stored_status(world, row) == "expired"
    assert await recorded(world, "referral:expire", row) == [None]
    assert await recorded(world, "referral:accept", row) == []
    await refused(world, 404, "not-found", intake, "GET", f"/v1/cases/{row['case_id']}/identity")


async def test_an_acceptance_without_a_start_lapses_and_all_access_closes(world: World) -> None:
    shelter = await small_shelter(world, 1)
    row = await held(world, shelter)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    await world.done(intake, "GET", f"/v1/cases/{row['case_id']}")
    await world.rewrite("referral", row, start_by=PAST)
    problem = await move_refused(
        world, 409, "invalid-transition", intake, "referrals", row, "start"
    )
    assert problem["current_state"] == "failed"
    result = await world.done(intake, "GET", f"/v1/referrals/{row['id']}")
    assert (result["status"], result["reason"], result["bed"]) == (
        "failed",
        "not_started",
        "released",
    )
    assert await recorded(world, "referral:lapse", row) == [None]
    assert await places(world, shelter) == (0, 0)
    await refused(world, 404, "not-found", intake, "GET", f"/v1/cases/{row['case_id']}")


async def test_the_access_of_an_acceptance_ends_by_the_clock_alone(world: World) -> None:
    row = await held(world, await small_shelter(world, 1))
    agent = await world.owner.fetchval(
        "SELECT id FROM agent WHERE organisation_id = $1 AND roles = ARRAY['intake_officer']",
        row["receiver_id"],
    )
    grant = await world.owner.fetchrow(
        "SELECT id, case_id, valid_until FROM access_grant WHERE basis_id = $1", row["id"]
    )
    assert grant is not None
    assert grant["valid_until"] == datetime.fromisoformat(row["start_by"])
    await world.done(agent, "GET", f"/v1/cases/{row['case_id']}")
    await world.rewrite(
        "access_grant", {"id": str(grant["id"]), "case_id": row["case_id"]}, valid_until=PAST
    )
    await refused(world, 404, "not-found", agent, "GET", f"/v1/cases/{row['case_id']}")


async def test_the_access_of_a_service_under_way_ends_with_the_consent(world: World) -> None:
    case = await world.a_case()
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=60)
    consent = await world.a_consent(case["id"], world.shelter, valid_until=until.isoformat())
    row = await sent(world, world.shelter, case_id=case["id"], consent_id=consent["id"])
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    row = await world.move(intake, "referrals", row, "start")
    ends = "SELECT valid_until FROM access_grant WHERE basis_id = $1"
    assert await world.owner.fetchval(ends, row["id"]) == until
    assert await recorded(world, "referral:start", row) == [intake]


async def test_the_place_of_a_person_who_did_not_come_is_freed_for_the_next(world: World) -> None:
    shelter = await small_shelter(world, 1)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    first, second = await held(world, shelter), await sent(world, shelter, bed_asked=True)
    await move_refused(world, 409, "no-capacity", intake, "referrals", second, "accept", {})
    assert await stored_status(world, second) == "requested"
    await world.rewrite("referral", first, start_by=PAST)
    second = await world.move(intake, "referrals", second, "accept", {})
    assert second["bed"] == "held"
    assert (await stored_status(world, first), await places(world, shelter)) == ("failed", (1, 0))
    assert await recorded(world, "referral:lapse", first) == [None]


async def test_a_place_is_held_then_occupied_then_free(world: World) -> None:
    shelter = await small_shelter(world, 2)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    row = await held(world, shelter)
    assert await places(world, shelter) == (1, 0)
    row = await world.move(intake, "referrals", row, "start")
    assert (row["bed"], await places(world, shelter)) == ("occupied", (0, 1))
    row = await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    assert (row["bed"], await places(world, shelter)) == ("released", (0, 0))
    assert await recorded(world, "referral:complete", row) == [intake]


async def test_the_timer_persists_only_the_expiries_that_are_due(world: World) -> None:
    shelter = await small_shelter(world, 2)
    asked, promised, fresh = (
        await sent(world, shelter), await held(world, shelter), await sent(world, shelter),
    )  # fmt: skip
    offer = await world.an_offer()
    await world.rewrite("referral", asked, decide_by=PAST)
    await world.rewrite("referral", promised, start_by=PAST)
    await world.rewrite("handoff", offer, decide_by=PAST)
    assert await publish_overdue(world.process.database) >= 3
    assert [await stored_status(world, row) for row in (asked, promised, fresh)] == [
        "expired", "failed", "requested",
    ]  # fmt: skip
    assert await recorded(world, "referral:expire", asked) == [None]
    assert await recorded(world, "referral:lapse", promised) == [None]
    assert await recorded(world, "handoff:expire", offer) == [None]
    assert await places(world, shelter) == (0, 0)
    assert await publish_overdue(world.process.database) == 0


async def test_an_expiry_that_cannot_be_persisted_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [await sent(world, world.shelter) for _ in range(3)]
    for row in rows:
        await world.rewrite("referral", row, decide_by=PAST)
    stuck = UUID(rows[1]["id"])

    async def fail_for_one(transaction: Any, records: Any, record_id: UUID) -> bool:
        if record_id == stuck:
            raise LookupError("quotes a row")
        return await expire(transaction, records, record_id)

    monkeypatch.setattr(expiry_job, "expire", fail_for_one)
    with pytest.raises(ExpiriesFailed, match=rf"^referral \(LookupError\): 1 \({stuck}\)$"):
        await publish_overdue(world.process.database)
    assert [await stored_status(world, row) for row in rows] == ["expired", "requested", "expired"]
    monkeypatch.undo()
    assert await publish_overdue(world.process.database) == 1
    assert await recorded(world, "referral:expire", rows[1]) == [None]


async def test_the_background_work_finds_a_deadline_at_its_very_instant(world: World) -> None:
    row, statement = await sent(world, world.shelter), overdue_batches(REFERRAL_RECORDS).statement
    async with world.owner.acquire() as connection:
        transaction = connection.transaction()  # in which the clock stands still
        await transaction.start()
        for later, due in (("0", True), ("1 microsecond", False)):
            await connection.execute(
                f"UPDATE referral SET decide_by = now() + interval '{later}' WHERE id = $1",
                UUID(row["id"]),
            )
            overdue = await connection.fetch(
                statement.sql, *statement.arguments({"after_at": None, "after_id": None})
            )
            assert (UUID(row["id"]) in {found["id"] for found in overdue}) is due
        await transaction.rollback()
