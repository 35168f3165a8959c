"""The receiver's answers to a referral: acknowledged, accepted or rejected.

It gives them itself, or on the telephone (``voice``).
"""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import GRANT_BESIDE, grant_beside
from referral_api.domain.codelists.places import Bed
from referral_api.domain.directory.places.holding import free_units
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.appointments import check_appointment
from referral_api.domain.protection.referrals.ground import check_ground, other_places
from referral_api.domain.protection.referrals.held_places import hold_place
from referral_api.domain.protection.referrals.opened_sections import opened_grant
from referral_api.domain.protection.referrals.operations import transition_referral
from referral_api.domain.protection.referrals.overdue_places import release_overdue_places
from referral_api.domain.protection.referrals.person_places import check_only_place
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.schemas import (
    ReferralRead,
    ReferralReject,
)
from referral_api.domain.protection.referrals.sheet import heed_consent
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Beside
from referral_api.domain.records.voice import OWN, Voice
from referral_api.errors import Forbidden, NoCapacity
from referral_api.permissions import Role

_SAVE_WITH_GRANT = REFERRAL_RECORDS.saving(GRANT_BESIDE)


async def acknowledge_referral(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Record that the referral has arrived and is being considered."""

    def acknowledge(referral: Referral, now: datetime) -> None:
        referral.received_at = now

    return await transition_referral(transaction, referral_id, "acknowledge", version, acknowledge)


async def accept_referral(
    transaction: Transaction, referral_id: UUID, acceptance: ReferralAccept, version: int,
    voice: Voice = OWN, *, parting: str | None = None,
) -> ReferralRead:  # fmt: skip
    """Promise to help, until the start is due.

    ``parting`` is the reason for which a child of a group is received apart from the mother.

    A place is held if the sender asked for one: of the unit that the receiver names, or of one that
    fits the person. A supervisor may take in one more than there are places, with a reason. The
    sections that the person agreed to share open, or what cannot wait for the second person of a
    legal ground.
    """

    async def accept(referral: Referral, now: datetime) -> Beside:
        async with voice.sight(transaction):
            ground = await check_ground(transaction, referral)
        if voice.by_telephone:
            # Online, the receiver is there; an organisation that is away accepts nothing.
            await check_open(transaction, referral.case_id, referral.receiver_id)
        heed_consent(referral, ground)
        start = acceptance.expected_start
        if start is not None:
            check_appointment(referral, start, now=now, field="expected_start")
        referral.accepted_at = now
        referral.parting_reason = parting
        referral.appointment_at = start
        if referral.bed == Bed.ASKED:
            await check_only_place(transaction, other_places(ground))
            await _hold_place(transaction, referral, acceptance, voice)
        receiver_type = await voice.type_of(transaction, referral.receiver_id)
        grant = opened_grant(referral, ground, receiver_type)
        return _SAVE_WITH_GRANT, grant_beside(grant)

    return await transition_referral(transaction, referral_id, "accept", version, accept, voice)


async def _hold_place(
    transaction: Transaction, referral: Referral, acceptance: ReferralAccept, voice: Voice
) -> None:
    overflow = acceptance.overflow_reason
    if overflow is not None and (voice.by_telephone or not _supervises(transaction)):
        raise Forbidden
    if await hold_place(transaction, referral, acceptance):
        return
    async with voice.sight(transaction):
        await release_overdue_places(transaction, referral.receiver_id)
    if not await hold_place(transaction, referral, acceptance, overflow):
        raise NoCapacity(free_units=await free_units(transaction, referral.receiver_id))


def _supervises(transaction: Transaction) -> bool:
    return Role.SUPERVISOR in transaction.actor.roles


async def reject_referral(
    transaction: Transaction, referral_id: UUID, rejection: ReferralReject, version: int,
    voice: Voice = OWN,
) -> ReferralRead:  # fmt: skip
    """Refuse, with a reason and perhaps a suggestion."""

    async def reject(referral: Referral, _: datetime) -> None:
        if rejection.suggested_receiver_id is not None:
            await check_organisations_exist(
                transaction, "suggested_receiver_id", [rejection.suggested_receiver_id]
            )
        referral.reason = rejection.reason
        referral.suggested_receiver_id = rejection.suggested_receiver_id

    return await transition_referral(transaction, referral_id, "reject", version, reject, voice)
