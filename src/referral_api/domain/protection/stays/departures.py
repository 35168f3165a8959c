"""Departures: the stay ends, and with it the service that it was. A fact, whatever has ended."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import OutcomeCode
from referral_api.domain.codelists.stays import DepartureReason as Reason
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.protection.stays.operations import end_absence
from referral_api.domain.protection.stays.records import STAY_RECORDS, to_response
from referral_api.domain.protection.stays.schemas import StayDepart, StayRead
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.happened import check_happened, latest
from referral_api.errors import MalformedInput
from referral_api.permissions import StayPermission
from referral_api.security.vault import Vault

_PURPOSE = "stay.sealed_destination"
_OUTCOMES: Mapping[Reason, OutcomeCode] = {
    Reason.PLAN_COMPLETED: OutcomeCode.SERVICE_PROVIDED,
    Reason.TO_FAMILY: OutcomeCode.SERVICE_PROVIDED,
    Reason.TO_OWN_HOME: OutcomeCode.SERVICE_PROVIDED,
    Reason.VOLUNTARY_RETURN: OutcomeCode.SERVICE_PROVIDED,
    Reason.TO_OTHER_SHELTER: OutcomeCode.REFERRED_ONWARD,
    Reason.LEFT_BY_CHOICE: OutcomeCode.PERSON_LEFT,
    Reason.LEFT_WITHOUT_NOTICE: OutcomeCode.PERSON_LEFT,
    Reason.MISSING: OutcomeCode.PERSON_LEFT,
}


async def depart(
    transaction: Transaction, vault: Vault, stay_id: UUID, departure: StayDepart, version: int
) -> StayRead:
    """Record that the person has left for good; the referral behind the stay is complete.

    MalformedInput for a departure of the future, or from before the arrival or the absence.
    """
    row = await STAY_RECORDS.find(transaction, stay_id)
    referral = await _lock_referral(transaction, row["referral_id"])

    async def leave(stay: Stay, now: datetime) -> None:
        since = latest(stay.arrived_at, stay.absent_since)
        check_happened(departure.happened_at, since=since, now=now)
        if departure.destination_region is not None and not departure.destination_region.in_mali:
            raise MalformedInput(
                errors=[{"pointer": "/destination_region", "code": "invalid_value"}]
            )
        stay.sealed_destination = await seal_narrative(
            transaction, vault, stay.case_id, _PURPOSE, departure.destination_locality
        )
        stay.departed_at = departure.happened_at
        stay.departure_reason = departure.reason
        stay.departure_wished = departure.wished
        stay.destination_kind = departure.destination_kind
        stay.destination_region = departure.destination_region
        end_absence(stay, None)
        if referral is not None:
            await _complete(transaction, referral, departure.reason, now)

    return to_response(
        await STAY_RECORDS.transition(transaction, stay_id, "depart", version, leave)
    )


async def _lock_referral(transaction: Transaction, referral_id: UUID | None) -> Referral | None:
    if referral_id is None:
        return None
    async with transaction.elevated():
        return (await REFERRAL_RECORDS.lock(transaction, referral_id))[0]


async def _complete(
    transaction: Transaction, referral: Referral, reason: Reason, now: datetime
) -> None:
    async with transaction.elevated():
        if await REFERRAL_RECORDS.apply_expiry(transaction, referral, now):
            return
        # Who came before the acceptance has the referral's place, perhaps without a start.
        was_here = referral.started_at is not None or referral.bed == Bed.OCCUPIED
        began = referral.status in OPEN and was_here
        # Of a death, what is open ends with the rest of what was promised.
        if began and reason is not Reason.DECEASED:
            referral.outcome = _OUTCOMES.get(reason, OutcomeCode.PARTIALLY_PROVIDED)
            await REFERRAL_RECORDS.cause(transaction, referral, "complete", now)


async def read_stay(transaction: Transaction, vault: Vault, stay_id: UUID) -> StayRead:
    """Read a stay within sight. Who answers for the person also reads where they went."""
    row = await STAY_RECORDS.read(transaction, stay_id, StayPermission.READ)
    if transaction.actor.organisation_id != row["custodian_id"]:
        return to_response(row)
    locality = await open_narrative(
        transaction, vault, row["case_id"], _PURPOSE, row["sealed_destination"]
    )
    return to_response(row, locality)
