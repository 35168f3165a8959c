"""Delivering the service of an accepted referral, from its start to its outcome."""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.referrals import Attendance, OutcomeCode
from referral_api.domain.deadline_policy import LONGEST_HOLD, ReferralClocks
from referral_api.domain.network.organisations.queries import hold_organisation
from referral_api.domain.protection.referrals.appointments import check_appointment
from referral_api.domain.protection.referrals.held_places import occupy_place
from referral_api.domain.protection.referrals.operations import transition_referral
from referral_api.domain.protection.referrals.person_places import leave_former_place
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.schemas import (
    ReferralComplete,
    ReferralFail,
    ReferralHold,
    ReferralNote,
    ReferralRead,
    ReferralSchedule,
)
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.voice import OWN, Voice
from referral_api.errors import MalformedInput, NotFound


async def start_referral(
    transaction: Transaction, clocks: ReferralClocks, referral_id: UUID, version: int,
    voice: Voice = OWN,
) -> ReferralRead:  # fmt: skip
    """Record that the service has begun.

    For a shelter, the person has arrived and her place is occupied.
    """

    async def start(referral: Referral, now: datetime) -> None:
        await begin_service(transaction, clocks, referral, now)

    return await transition_referral(transaction, referral_id, "start", version, start, voice)


async def begin_service(
    transaction: Transaction, clocks: ReferralClocks, referral: Referral, now: datetime
) -> None:
    """Begin the service of a locked referral: the former place ends, the held one is occupied."""
    await hold_organisation(transaction, referral.receiver_id)
    referral.started_at = now
    referral.feedback_by = now + clocks[referral.priority].feedback
    await leave_former_place(transaction, referral)
    await occupy_place(transaction, referral)


async def schedule_referral(
    transaction: Transaction, referral_id: UUID, schedule: ReferralSchedule, version: int
) -> ReferralRead:
    """Set or change the time of the appointment; MalformedInput for one after its limit."""

    def plan(referral: Referral, now: datetime) -> None:
        check_appointment(referral, schedule.appointment_at, now=now, field="appointment_at")
        referral.appointment_at = schedule.appointment_at
        referral.attendance = Attendance.SCHEDULED

    return await transition_referral(transaction, referral_id, "schedule", version, plan)


async def note_referral(
    transaction: Transaction, referral_id: UUID, note: ReferralNote, version: int
) -> ReferralRead:
    """Report that the person did not come, or that the work goes on."""

    def report(referral: Referral, _: datetime) -> None:
        referral.attendance = note.attendance

    return await transition_referral(transaction, referral_id, "note", version, report)


async def hold_referral(
    transaction: Transaction, referral_id: UUID, pause: ReferralHold, version: int
) -> ReferralRead:
    """Pause the service, for at most 14 days at a time. Before the start it lifts no limit."""

    def hold(referral: Referral, now: datetime) -> None:
        if not now.date() <= pause.review_on <= (now + LONGEST_HOLD).date():
            raise MalformedInput(errors=[{"pointer": "/review_on", "code": "out_of_range"}])
        referral.reason = referral.hold_reason = pause.reason
        referral.review_on = pause.review_on

    return await transition_referral(transaction, referral_id, "hold", version, hold)


async def resume_referral(
    transaction: Transaction, clocks: ReferralClocks, referral_id: UUID, version: int
) -> ReferralRead:
    """Resume the service after a pause, or begin it."""

    async def resume(referral: Referral, now: datetime) -> None:
        if referral.started_at is None:
            await begin_service(transaction, clocks, referral, now)

    return await transition_referral(transaction, referral_id, "resume", version, resume)


async def complete_referral(
    transaction: Transaction, referral_id: UUID, completion: ReferralComplete, version: int
) -> ReferralRead:
    """Record the outcome. The place is free again and the access ends.

    MalformedInput for an onward referral with another outcome; NotFound for one out of sight, of
    another person, or for the referral itself.
    """
    onward_id = completion.onward_referral_id

    async def complete(referral: Referral, _: datetime) -> None:
        if onward_id is not None:
            await _check_onward(transaction, referral, onward_id, completion.outcome)
        referral.outcome = completion.outcome
        referral.onward_referral_id = onward_id

    return await transition_referral(transaction, referral_id, "complete", version, complete)


async def _check_onward(
    transaction: Transaction, referral: Referral, onward_id: UUID, outcome: OutcomeCode
) -> None:
    if outcome is not OutcomeCode.REFERRED_ONWARD:
        raise MalformedInput(errors=[{"pointer": "/onward_referral_id", "code": "invalid_value"}])
    # Who answers for the person has made it; the one who refers onward may not see it.
    async with transaction.elevated():
        onward = await REFERRAL_RECORDS.find(transaction, onward_id)
    if onward["case_id"] != referral.case_id or onward_id == referral.id:
        raise NotFound


async def fail_referral(
    transaction: Transaction, referral_id: UUID, failure: ReferralFail, version: int
) -> ReferralRead:
    """End the service without an outcome, the withdrawal of an acceptance included."""

    def fail(referral: Referral, _: datetime) -> None:
        referral.reason = failure.reason

    return await transition_referral(transaction, referral_id, "fail", version, fail)
