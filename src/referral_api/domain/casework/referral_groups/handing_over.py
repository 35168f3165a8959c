"""The custody of a group: offered in one act, and taken over in one."""

from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.referral_groups.reading import OFFERS, find_members, show_group
from referral_api.domain.casework.referral_groups.schemas import (
    ReferralGroupHandOver,
    ReferralGroupRead,
)
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffStatus
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.offers import offer_handoff
from referral_api.domain.custody.handoffs.operations import accept_handoff
from referral_api.domain.custody.handoffs.schemas import HandoffOffer
from referral_api.domain.deadline_policy import HandoffClocks
from referral_api.domain.protection.referrals.lifecycle import OPEN, REFERRALS
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden
from referral_api.permissions import ReferralGroupPermission


async def hand_over_group(
    transaction: Transaction, clocks: HandoffClocks, group_id: UUID,
    offer: ReferralGroupHandOver, version: int,
) -> ReferralGroupRead:  # fmt: skip
    """Offer the custody of all persons of a group to one organisation: of all, or of none.

    Each offer rests on the person's own consent, that of the referral, which must cover it. Those
    whose referral has ended are not of the group any more.
    """
    rows = await find_members(transaction, group_id)
    me = transaction.actor.organisation_id
    if any((row["custodian_id"] or row["sender_id"]) != me for row in rows):
        raise Forbidden
    check_version(version, (await show_group(transaction, group_id)).version)
    going = [row for row in rows if REFERRALS.status_now(row) in OPEN]
    if not going:
        raise Conflict("No referral of this group is open.")
    for row in sorted(going, key=lambda one: str(one["case_id"])):
        await offer_handoff(transaction, clocks, _offer_for(row, offer), group_id)
    return await _done(transaction, group_id, ReferralGroupPermission.HAND_OVER, going)


def _offer_for(row: Row, offer: ReferralGroupHandOver) -> HandoffOffer:
    return HandoffOffer(
        case_id=row["case_id"], kind=CustodyKind.PROTECTION, to_id=offer.to_id,
        priority=offer.priority, reason=offer.reason, consent_id=row["consent_id"],
        physical=offer.physical,
    )  # fmt: skip


async def take_over_group(
    transaction: Transaction, group_id: UUID, version: int
) -> ReferralGroupRead:
    """Accept, as the receiver, the custody of all persons of a group that are offered to it."""
    offers = [
        row
        for row in await transaction.all(OFFERS, group_id=group_id)
        if HANDOFFS.status_now(row) == HandoffStatus.OFFERED
    ]
    group = await show_group(transaction, group_id)
    check_version(version, group.version)
    if not offers:
        raise Conflict("No custody of this group is offered.")
    if any(row["to_id"] != transaction.actor.organisation_id for row in offers):
        raise Forbidden
    for row in sorted(offers, key=lambda one: str(one["id"])):
        await accept_handoff(transaction, row["id"], row["version"])
    return await _done(transaction, group_id, ReferralGroupPermission.TAKE_OVER, offers)


async def _done(
    transaction: Transaction, group_id: UUID, act: ReferralGroupPermission, rows: list[Row]
) -> ReferralGroupRead:
    await record(
        transaction, act, "referral_group", group_id, case_ids=[row["case_id"] for row in rows]
    )
    return await show_group(transaction, group_id)
