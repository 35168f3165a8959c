"""Answering and completing an offer: acceptance, refusal, withdrawal, journey, arrival.

The receiver answers itself, or on the telephone (``voice``).
"""

from datetime import datetime
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.custody.accusations.policy import check_no_accuser
from referral_api.domain.custody.handoffs.completion import move_custody_to_receiver
from referral_api.domain.custody.handoffs.offers import check_consent
from referral_api.domain.custody.handoffs.policy import to_response
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.schemas import (
    HandoffConfirmArrival,
    HandoffDecline,
    HandoffDepart,
    HandoffRead,
    HandoffReportFailedArrival,
    HandoffWithdraw,
)
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.network.organisations.coordinations import check_region
from referral_api.domain.records.happened import check_expected, check_happened, latest
from referral_api.domain.records.list_filters import ListFilters
from referral_api.domain.records.records import Change
from referral_api.domain.records.voice import OWN, Voice
from referral_api.errors import Conflict, SecondPersonNeeded
from referral_api.permissions import HandoffPermission


async def _transition(
    transaction: Transaction, handoff_id: UUID, event: str, version: int, change: Change[Handoff],
    voice: Voice = OWN,
) -> HandoffRead:  # fmt: skip
    row = await HANDOFF_RECORDS.transition(transaction, handoff_id, event, version, change, voice)
    if row["status"] == HandoffStatus.COMPLETED:
        await move_custody_to_receiver(transaction, row)
    return to_response(row, transaction.actor)


async def _check_still_covered(transaction: Transaction, handoff: Handoff) -> None:
    if handoff.consent_id is not None and handoff.legal_duty is None:
        await check_consent(
            transaction, handoff.consent_id, handoff.case_id, handoff.to_id, handoff.kind,
            handoff.shared_sections,
        )  # fmt: skip


def _check_second_person(transaction: Transaction, handoff: Handoff) -> None:
    actor = transaction.actor
    same_key = actor.client_id is not None and actor.client_id == handoff.offered_by_client_id
    if same_key or actor.agent_id == handoff.offered_by_agent_id:
        raise SecondPersonNeeded


async def accept_handoff(
    transaction: Transaction, handoff_id: UUID, version: int, voice: Voice = OWN
) -> HandoffRead:
    """Take the case over; where a person travels, custody moves only on her arrival."""

    async def accept(handoff: Handoff, now: datetime) -> None:
        if handoff.forced:
            raise Conflict("A second coordinator decides on an assignment.")
        _check_second_person(transaction, handoff)
        await check_open(transaction, handoff.case_id, handoff.to_id)
        await check_no_accuser(transaction, handoff.case_id, handoff.to_id, handoff.kind)
        async with voice.sight(transaction):
            await _check_still_covered(transaction, handoff)
        handoff.accepted_at = now
        handoff.accepted_by_agent_id = transaction.actor.agent_id

    return await _transition(transaction, handoff_id, "accept", version, accept, voice)


async def decline_handoff(
    transaction: Transaction, handoff_id: UUID, refusal: HandoffDecline, version: int,
    voice: Voice = OWN,
) -> HandoffRead:  # fmt: skip
    """Decline an offer, with a reason; its sheet closes."""

    def decline(handoff: Handoff, _: datetime) -> None:
        handoff.end_reason = refusal.reason

    return await _transition(transaction, handoff_id, "decline", version, decline, voice)


async def withdraw_handoff(
    transaction: Transaction, handoff_id: UUID, withdrawal: HandoffWithdraw, version: int
) -> HandoffRead:
    """Take the offer back; once accepted, only before the person has left."""

    def withdraw(handoff: Handoff, _: datetime) -> None:
        handoff.end_reason = withdrawal.reason

    return await _transition(transaction, handoff_id, "withdraw", version, withdraw)


async def depart_handoff(
    transaction: Transaction, handoff_id: UUID, departure: HandoffDepart, version: int, *,
    accepted_at: datetime | None,
) -> HandoffRead:  # fmt: skip
    """Record that the person has left, escorted or not, and when she is expected.

    ``accepted_at`` is when the receiver accepted by telephone, if it did. MalformedInput if she is
    said to have left before the acceptance, later than now, or to arrive before she left or too
    far ahead.
    """

    def depart(handoff: Handoff, now: datetime) -> None:
        handoff.departed_at = now
        happened_at = departure.happened_at or now
        check_happened(happened_at, since=accepted_at or handoff.accepted_at, now=now)
        check_expected(departure.expected_arrival, departed_at=happened_at, now=now)
        handoff.departure_happened_at = happened_at
        handoff.escorted = departure.escorted
        handoff.expected_arrival = departure.expected_arrival

    return await _transition(transaction, handoff_id, "depart", version, depart)


async def confirm_arrival(
    transaction: Transaction, handoff_id: UUID, receipt: HandoffConfirmArrival, version: int,
    voice: Voice = OWN, *, accepted_at: datetime | None,
) -> HandoffRead:  # fmt: skip
    """Record that the person has arrived: the receiver answers for her from now on.

    A fact, whatever became of the consent on the way. ``accepted_at`` is when the receiver accepted
    by telephone, if it did. MalformedInput if she is said to have arrived before the acceptance or
    the departure, or later than now.
    """

    def arrive(handoff: Handoff, now: datetime) -> None:
        _check_second_person(transaction, handoff)
        handoff.arrived_at = now
        since = latest(accepted_at or handoff.accepted_at, handoff.departure_happened_at)
        happened_at = receipt.happened_at or now
        check_happened(happened_at, since=since, now=now)
        handoff.arrival_happened_at = happened_at
        handoff.condition_noted = receipt.condition_noted
        handoff.documents_sha256 = receipt.documents_sha256

    return await _transition(transaction, handoff_id, "confirm_arrival", version, arrive, voice)


async def report_failed_arrival(
    transaction: Transaction, handoff_id: UUID, report: HandoffReportFailedArrival, version: int
) -> HandoffRead:
    """Record that she has not arrived: the offering organisation still answers for her."""

    def fail(handoff: Handoff, _: datetime) -> None:
        handoff.end_reason = report.reason

    return await _transition(transaction, handoff_id, "report_failed_arrival", version, fail)


async def force_handoff(transaction: Transaction, handoff_id: UUID, version: int) -> HandoffRead:
    """Decide, as the second coordinator, on an assignment: custody moves at once."""

    async def force(handoff: Handoff, now: datetime) -> None:
        if not handoff.forced:
            raise Conflict("Only an assignment of the coordination can be decided so.")
        _check_second_person(transaction, handoff)
        await check_region(transaction, handoff.region)
        await check_open(transaction, handoff.case_id, handoff.to_id)
        await check_no_accuser(transaction, handoff.case_id, handoff.to_id, handoff.kind)
        handoff.accepted_by_agent_id = transaction.actor.agent_id
        handoff.accepted_at = now

    return await _transition(transaction, handoff_id, "force", version, force)


async def read_handoff(transaction: Transaction, handoff_id: UUID) -> HandoffRead:
    """Read a handoff within sight."""
    row = await HANDOFF_RECORDS.read(transaction, handoff_id, HandoffPermission.READ)
    return to_response(row, transaction.actor)


async def list_handoffs(
    transaction: Transaction, filters: ListFilters, window: Window
) -> Slice[HandoffRead]:
    """List the handoffs within sight, newest first."""
    return await HANDOFF_RECORDS.list(
        transaction, window, HandoffPermission.LIST,
        lambda row: to_response(row, transaction.actor), **filters.parameters,
    )  # fmt: skip
