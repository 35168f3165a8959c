"""What a stay sets in motion beyond itself: a death that is reported, an alert of an absence."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.death import hold_promises, make_death_true
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.codelists.stays import DepartureReason
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.protection.follow_ups.planning import end_all, plan_after_departure
from referral_api.domain.protection.stays import arrivals, departures
from referral_api.domain.protection.stays.records import STAY_RECORDS, is_overdue
from referral_api.domain.protection.stays.schemas import (
    StayArrive,
    StayDepart,
    StayRead,
    StayRecord,
)
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.overdue import expire
from referral_api.errors import NotFound
from referral_api.security.vault import Vault


async def record_stay(
    transaction: Transaction, clocks: ReferralClocks, stay: StayRecord
) -> StayRead:
    """Record that a person is expected or has arrived, by a referral, a handoff or neither.

    NotFound for a handoff out of sight, of another person, or to another organisation.
    """
    custodian_id = await _find_sender(transaction, stay)
    recorded = await arrivals.record_stay(transaction, clocks, stay, custodian_id)
    return await _tell_of_overflow(transaction, recorded)


async def _find_sender(transaction: Transaction, stay: StayRecord) -> UUID | None:
    if stay.handoff_id is None:
        return None
    row = await HANDOFF_RECORDS.find(transaction, stay.handoff_id)
    if row["case_id"] != stay.case_id or row["to_id"] != transaction.actor.organisation_id:
        raise NotFound
    has_moved = row["status"] == HandoffStatus.COMPLETED
    custodian_id: UUID = row["to_id" if has_moved else "from_id"]
    return custodian_id


async def arrive(
    transaction: Transaction, clocks: ReferralClocks, stay_id: UUID, arrival: StayArrive,
    version: int,
) -> StayRead:  # fmt: skip
    """Record that the person has arrived, beyond the places if none is free."""
    arrived = await arrivals.arrive(transaction, clocks, stay_id, arrival, version)
    return await _tell_of_overflow(transaction, arrived)


async def _tell_of_overflow(transaction: Transaction, stay: StayRead) -> StayRead:
    if stay.is_beyond:
        await raise_alert(
            transaction, AlertKind.OVERFLOW, case_id=stay.case_id, about_id=stay.id,
            organisation_id=stay.host_organisation_id,
        )  # fmt: skip
    return stay


async def depart_as_reported(
    transaction: Transaction, vault: Vault, stay_id: UUID, departure: StayDepart, version: int
) -> StayRead:
    """Record a departure, and plan the follow-ups to which the person agrees.

    If the person has died, what was promised to them ends instead.
    """
    row = await STAY_RECORDS.find(transaction, stay_id)
    if departure.reason is not DepartureReason.DECEASED:
        departed = await departures.depart(transaction, vault, stay_id, departure, version)
        await plan_after_departure(
            transaction, row["case_id"], row["custodian_id"], departure.happened_at
        )
        return departed
    told = {row["host_organisation_id"], row["custodian_id"]} - {None}
    await hold_promises(transaction, row["case_id"])
    departed = await departures.depart(transaction, vault, stay_id, departure, version)
    await make_death_true(transaction, row["case_id"], told)
    await end_all(transaction, row["case_id"])
    return departed


async def read_stay(transaction: Transaction, vault: Vault, stay_id: UUID) -> StayRead:
    """Read a stay; if its return is overdue and nobody was told, this tells of it."""
    row = await STAY_RECORDS.find(transaction, stay_id)
    if is_overdue(row) and row["return_delay_at"] is None:
        async with transaction.elevated():
            await report_overdue_return(transaction, stay_id)
    return await departures.read_stay(transaction, vault, stay_id)


async def report_overdue_return(transaction: Transaction, stay_id: UUID) -> bool:
    """Report that a return is overdue, once for each absence; say whether it was not yet.

    The host and who answers for the person get the event of the stay, the coordination the alert.
    """
    if not await expire(transaction, STAY_RECORDS, stay_id):
        return False
    stay: Stay
    stay, _ = await STAY_RECORDS.lock(transaction, stay_id)
    await _alert(transaction, stay)
    return True


async def _alert(transaction: Transaction, stay: Stay) -> None:
    if stay.absence_id is not None:
        await raise_alert(
            transaction, AlertKind.ABSENT_FROM_STAY, case_id=stay.case_id,
            about_id=stay.absence_id, organisation_id=stay.host_organisation_id,
        )  # fmt: skip
