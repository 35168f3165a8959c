"""Recording stays, and what happens in them: an absence and the return, or no arrival at all.

Arrivals and departures, which end and begin other records, have their own modules.
"""

import json
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.stays import StayStatus
from referral_api.domain.deadline_policy import LONGEST_ABSENCE, LONGEST_ABSENCE_OF_A_CHILD
from referral_api.domain.protection.stays.records import STAY_RECORDS, to_response
from referral_api.domain.protection.stays.schemas import StayNoteAbsence, StayNoteReturn, StayRead
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.happened import check_expected, check_happened, latest
from referral_api.permissions import StayPermission


async def note_absence(
    transaction: Transaction, stay_id: UUID, absence: StayNoteAbsence, version: int
) -> StayRead:
    """Record that the person has left for a while.

    The return is overdue 24 hours after an unplanned absence began, or after the return that was
    agreed; of a child, after one hour.
    """

    def leave(stay: Stay, now: datetime) -> None:
        since = latest(stay.arrived_at, _last_return(stay))
        check_happened(absence.happened_at, since=since, now=now)
        if absence.return_expected_at is not None:
            check_expected(
                absence.return_expected_at, departed_at=absence.happened_at, now=now,
                field="return_expected_at",
            )  # fmt: skip
        stay.absence_id = uuid7()
        stay.absent_since = absence.happened_at
        stay.return_expected_at = absence.return_expected_at
        stay.absence_planned = absence.planned
        stay.return_delay_at = None
        agreed = absence.return_expected_at if absence.planned is Answer.YES else None
        stay.return_by = (agreed or absence.happened_at) + _waits(stay)
        if absence.planned is Answer.YES and agreed is None:
            stay.return_by = None

    row = await STAY_RECORDS.transition(transaction, stay_id, "note_absence", version, leave)
    return to_response(row)


def _waits(stay: Stay) -> timedelta:
    # The database lets it follow the age of the case, which the host may not see.
    return LONGEST_ABSENCE_OF_A_CHILD if stay.treated_as_child else LONGEST_ABSENCE


async def note_return(
    transaction: Transaction, stay_id: UUID, back: StayNoteReturn, version: int
) -> StayRead:
    """Record that the person has come back; the absence stands among those that have ended."""

    def come_back(stay: Stay, now: datetime) -> None:
        check_happened(back.happened_at, since=stay.absent_since, now=now)
        end_absence(stay, back.happened_at)

    row = await STAY_RECORDS.transition(transaction, stay_id, "note_return", version, come_back)
    return to_response(row)


def end_absence(stay: Stay, returned_at: datetime | None) -> None:
    """Put the present absence among those that have ended; ``returned_at`` is None if it never
    did but with the stay.
    """
    if stay.absent_since is None:
        return
    ended = {
        "left_at": stay.absent_since, "return_expected_at": stay.return_expected_at,
        "returned_at": returned_at, "planned": stay.absence_planned,
    }  # fmt: skip
    stay.absences = json.dumps([*json.loads(stay.absences), ended], default=_as_text)
    stay.absence_id = stay.absent_since = stay.return_expected_at = None
    stay.absence_planned = stay.return_by = stay.return_delay_at = None


def _as_text(instant: datetime) -> str:
    return instant.isoformat()


def _last_return(stay: Stay) -> datetime | None:
    known = [one["returned_at"] for one in json.loads(stay.absences) if one["returned_at"]]
    return datetime.fromisoformat(known[-1]) if known else None


async def report_not_arrived(transaction: Transaction, stay_id: UUID, version: int) -> StayRead:
    """Record, as the host, that the person who was expected has not come."""
    row = await STAY_RECORDS.transition(transaction, stay_id, "report_not_arrived", version)
    return to_response(row)


async def cancel_stay(transaction: Transaction, stay_id: UUID, version: int) -> StayRead:
    """Record, as the host, that the person is not expected any more."""
    row = await STAY_RECORDS.transition(transaction, stay_id, "cancel", version)
    return to_response(row)


async def mark_stay_as_error(transaction: Transaction, stay_id: UUID, version: int) -> StayRead:
    """Mark a stay that should never have been recorded. It is out of every figure."""
    row = await STAY_RECORDS.transition(transaction, stay_id, "mark_error", version)
    return to_response(row)


async def list_stays(
    transaction: Transaction, case_id: UUID | None, status: StayStatus | None, window: Window
) -> Slice[StayRead]:
    """List the stays within sight, newest first."""
    return await STAY_RECORDS.list(
        transaction, window, StayPermission.LIST, to_response, case_id=case_id, status=status
    )
