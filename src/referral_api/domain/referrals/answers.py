"""What a receiver does with a referral: from acknowledging it to reporting the outcome."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.clocks import LONGEST_HOLD
from referral_api.domain.access.ceilings import below_ceiling
from referral_api.domain.access.grants import grant_access
from referral_api.domain.access.tables import Basis
from referral_api.domain.capacity import places
from referral_api.domain.consents.queries import find_consent
from referral_api.domain.organisations.queries import check_organisations_exist
from referral_api.domain.referrals import deadlines
from referral_api.domain.referrals.operations import check_consent, move
from referral_api.domain.referrals.overdue_places import release_overdue_places
from referral_api.domain.referrals.schemas import (
    ReferralAccept,
    ReferralComplete,
    ReferralFail,
    ReferralHold,
    ReferralNote,
    ReferralRead,
    ReferralReject,
    ReferralSchedule,
)
from referral_api.domain.referrals.tables import Attendance, Bed, Referral
from referral_api.errors import Conflict, ConsentMissing, MalformedInput
from referral_api.settings import Settings
from referral_api.transactions import Transaction


async def acknowledge_referral(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Say that it has arrived and is being looked at."""

    def acknowledge(referral: Referral, now: datetime) -> None:
        referral.received_at = now

    return await move(transaction, referral_id, "acknowledge", version, acknowledge)


async def accept_referral(
    transaction: Transaction, referral_id: UUID, acceptance: ReferralAccept, version: int
) -> ReferralRead:
    """Promise to help: a place is held where one was asked for, and the sections that the
    person agreed to share open, until the start is due.
    """

    async def accept(referral: Referral, now: datetime) -> None:
        await check_consent(transaction, referral)
        start = acceptance.expected_start
        if start is not None and referral.start_by is not None and start > referral.start_by:
            raise MalformedInput(errors=[{"pointer": "/expected_start", "code": "out_of_range"}])
        referral.accepted_at = now
        referral.appointment_at = start
        if referral.bed == Bed.ASKED:
            await release_overdue_places(transaction)
            await places.hold_place(transaction, referral.receiver_id)
            referral.bed = Bed.HELD

    accepted = await move(transaction, referral_id, "accept", version, accept)
    await _open_sections(transaction, accepted)
    return accepted


async def _open_sections(transaction: Transaction, referral: ReferralRead) -> None:
    if referral.consent_id is None:
        raise ConsentMissing
    consent = await find_consent(transaction, referral.consent_id)
    ends = [end for end in (referral.start_by, consent["valid_until"]) if end is not None]
    sections = below_ceiling(
        transaction.actor.organisation_type, frozenset(referral.shared_sections)
    )
    await grant_access(
        transaction,
        {
            "id": uuid7(), "organisation_id": referral.receiver_id, "case_id": referral.case_id,
            "basis": Basis.REFERRAL, "basis_id": referral.id, "consent_id": referral.consent_id,
            "reads": sections, "writes": [], "valid_until": min(ends),
        },
    )  # fmt: skip


async def reject_referral(
    transaction: Transaction, referral_id: UUID, rejection: ReferralReject, version: int
) -> ReferralRead:
    """Refuse, with a reason and perhaps a suggestion."""

    async def reject(referral: Referral, now: datetime) -> None:
        if rejection.suggested_receiver_id is not None:
            await check_organisations_exist(
                transaction, "suggested_receiver_id", [rejection.suggested_receiver_id]
            )
        referral.reason = rejection.reason
        referral.suggested_receiver_id = rejection.suggested_receiver_id
        referral.closed_at = now

    return await move(transaction, referral_id, "reject", version, reject)


async def start_referral(
    transaction: Transaction, settings: Settings, referral_id: UUID, version: int
) -> ReferralRead:
    """The service has begun; for a shelter, the person has arrived and the place is occupied."""

    async def start(referral: Referral, now: datetime) -> None:
        referral.started_at = now
        referral.feedback_by = now + settings.referral_clocks[referral.priority].feedback
        if referral.bed == Bed.HELD:
            await places.occupy_place(transaction, referral.receiver_id)
            referral.bed = Bed.OCCUPIED

    return await move(transaction, referral_id, "start", version, start)


async def schedule_referral(
    transaction: Transaction, referral_id: UUID, schedule: ReferralSchedule, version: int
) -> ReferralRead:
    """Name or change the time of the appointment."""

    def plan(referral: Referral, _: datetime) -> None:
        referral.appointment_at = schedule.appointment_at
        referral.attendance = Attendance.SCHEDULED

    return await move(transaction, referral_id, "schedule", version, plan)


async def note_referral(
    transaction: Transaction, referral_id: UUID, note: ReferralNote, version: int
) -> ReferralRead:
    """Report that the person did not come, or that the work goes on."""

    def report(referral: Referral, _: datetime) -> None:
        referral.attendance = note.attendance

    return await move(transaction, referral_id, "note", version, report)


async def hold_referral(
    transaction: Transaction, referral_id: UUID, pause: ReferralHold, version: int
) -> ReferralRead:
    """Pause, for at most 14 days at a time."""

    def hold(referral: Referral, now: datetime) -> None:
        if not now.date() <= pause.review_on <= (now + LONGEST_HOLD).date():
            raise MalformedInput(errors=[{"pointer": "/review_on", "code": "out_of_range"}])
        referral.reason = pause.reason
        referral.review_on = pause.review_on

    return await move(transaction, referral_id, "hold", version, hold)


async def resume_referral(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Go on after a pause."""

    async def resume(referral: Referral, now: datetime) -> None:
        referral.reason = referral.review_on = None
        referral.started_at = referral.started_at or now
        if referral.bed == Bed.HELD:
            await places.occupy_place(transaction, referral.receiver_id)
            referral.bed = Bed.OCCUPIED

    return await move(transaction, referral_id, "resume", version, resume)


async def complete_referral(
    transaction: Transaction, referral_id: UUID, completion: ReferralComplete, version: int
) -> ReferralRead:
    """Report the outcome; the place is free again and the access ends."""

    async def complete(referral: Referral, now: datetime) -> None:
        referral.outcome = completion.outcome
        referral.closed_at = now
        await deadlines.release_place(transaction, referral)

    return await move(transaction, referral_id, "complete", version, complete)


async def fail_referral(
    transaction: Transaction, referral_id: UUID, failure: ReferralFail, version: int
) -> ReferralRead:
    """End without an outcome, the withdrawal of an acceptance included."""

    async def fail(referral: Referral, now: datetime) -> None:
        referral.reason = failure.reason
        referral.closed_at = now
        await deadlines.release_place(transaction, referral)

    return await move(transaction, referral_id, "fail", version, fail)


async def confirm_cancellation(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Agree to a cancellation that the sender asked for."""

    async def confirm(referral: Referral, now: datetime) -> None:
        if not referral.cancellation_requested:
            raise Conflict("The sender has not asked for a cancellation.")
        referral.closed_at = now
        await deadlines.release_place(transaction, referral)

    return await move(transaction, referral_id, "confirm_cancellation", version, confirm)
