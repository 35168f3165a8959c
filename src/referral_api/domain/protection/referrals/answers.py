"""The receiver's answers to a referral: acknowledged, accepted or rejected."""

from datetime import datetime
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.referrals.ground import check_ground, other_places
from referral_api.domain.protection.referrals.held_places import hold_place
from referral_api.domain.protection.referrals.opened_sections import open_sections
from referral_api.domain.protection.referrals.operations import transition_referral
from referral_api.domain.protection.referrals.overdue_places import release_overdue_places
from referral_api.domain.protection.referrals.person_places import check_only_place
from referral_api.domain.protection.referrals.schemas import (
    ReferralAccept,
    ReferralRead,
    ReferralReject,
)
from referral_api.domain.protection.referrals.sheet import heed_consent
from referral_api.domain.protection.referrals.tables import Bed, Referral
from referral_api.errors import MalformedInput, NoCapacity


async def acknowledge_referral(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Record that the referral has arrived and is being considered."""

    def acknowledge(referral: Referral, now: datetime) -> None:
        referral.received_at = now

    return await transition_referral(transaction, referral_id, "acknowledge", version, acknowledge)


async def accept_referral(
    transaction: Transaction, referral_id: UUID, acceptance: ReferralAccept, version: int
) -> ReferralRead:
    """Promise to help, until the start is due.

    A place is held if the sender asked for one. The sections that the person agreed to share open,
    or what cannot wait for the second person of a legal ground.
    """
    ground: Row

    async def accept(referral: Referral, now: datetime) -> None:
        nonlocal ground
        ground = await check_ground(transaction, referral)
        heed_consent(referral, ground)
        start = acceptance.expected_start
        if start is not None and referral.start_by is not None and start > referral.start_by:
            raise MalformedInput(errors=[{"pointer": "/expected_start", "code": "out_of_range"}])
        referral.accepted_at = now
        referral.appointment_at = start
        if referral.bed == Bed.ASKED:
            await check_only_place(transaction, other_places(ground))
            await _hold_place(transaction, referral)

    accepted = await transition_referral(transaction, referral_id, "accept", version, accept)
    await open_sections(transaction, accepted, ground, transaction.actor.organisation_type)
    return accepted


async def _hold_place(transaction: Transaction, referral: Referral) -> None:
    if await hold_place(transaction, referral):
        return
    await release_overdue_places(transaction)
    if not await hold_place(transaction, referral):
        raise NoCapacity


async def reject_referral(
    transaction: Transaction, referral_id: UUID, rejection: ReferralReject, version: int
) -> ReferralRead:
    """Refuse, with a reason and perhaps a suggestion."""

    async def reject(referral: Referral, _: datetime) -> None:
        if rejection.suggested_receiver_id is not None:
            await check_organisations_exist(
                transaction, "suggested_receiver_id", [rejection.suggested_receiver_id]
            )
        referral.reason = rejection.reason
        referral.suggested_receiver_id = rejection.suggested_receiver_id

    return await transition_referral(transaction, referral_id, "reject", version, reject)
