"""Stating places: those that time has freed are free before they are counted."""

from datetime import timedelta
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.protection.capacity import operations
from referral_api.domain.protection.capacity.schemas import CapacityRead, CapacityUpdate
from referral_api.domain.protection.referrals.overdue_places import release_overdue_places
from referral_api.errors import Forbidden


async def set_places(
    transaction: Transaction, organisation_id: UUID, capacity: CapacityUpdate, version: int,
    stale_after: timedelta,
) -> CapacityRead:  # fmt: skip
    """State the number of places of the caller's organisation; version 0 means none recorded yet.

    Raise NoCapacity for fewer places than are taken.
    """
    if transaction.actor.organisation_id != organisation_id:
        raise Forbidden
    # Each place that is freed takes a version, which the caller cannot have seen.
    freed = await release_overdue_places(transaction, organisation_id)
    return await operations.set_places(
        transaction, organisation_id, capacity, version + freed, stale_after
    )
