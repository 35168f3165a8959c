"""What a completed handoff does: custody moves, and opens what it may."""

from collections.abc import Collection

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import NEEDS_CONSENT
from referral_api.domain.access.grants import custodian_sections
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.custody.chains.moves import move_custody
from referral_api.domain.custody.handoffs.offers import check_consent
from referral_api.domain.custody.identity_orders.ending import end_identity_orders
from referral_api.domain.network.organisations.queries import find_type
from referral_api.domain.records.voice import Voice
from referral_api.errors import ConsentMissing


async def move_custody_to_receiver(transaction: Transaction, handoff: Row, voice: Voice) -> None:
    """Make the receiver of a completed handoff answer for the case.

    Conflict if custody has moved meanwhile.
    """
    kind = CustodyKind(handoff["kind"])
    sections = custodian_sections(await find_type(transaction, handoff["to_id"]), kind)
    async with voice.sight(transaction):
        opens = await _opens_all(transaction, handoff, NEEDS_CONSENT.intersection(sections))
    if not opens:
        sections = tuple(section for section in sections if section not in NEEDS_CONSENT)
    await move_custody(
        transaction,
        case_id=handoff["case_id"],
        kind=kind,
        after_seq=handoff["custody_seq"],
        organisation_id=handoff["to_id"],
        sections=sections,
        handoff_id=handoff["id"],
    )
    if kind is CustodyKind.INVESTIGATION:
        await end_identity_orders(transaction, handoff["case_id"])


async def _opens_all(transaction: Transaction, handoff: Row, sections: Collection[str]) -> bool:
    """Say whether her identity and health open too.

    An arrival is a fact, and an inquiry goes on by law: custody moves, and these open only by a
    consent that lives. Two coordinators open them by an assignment; an acceptance without a journey
    has asked for the consent before.
    """
    if handoff["forced"] or not (handoff["physical"] or handoff["legal_duty"]):
        return True
    if handoff["consent_id"] is None:
        return False
    try:
        await check_consent(
            transaction, handoff["consent_id"], handoff["case_id"], handoff["to_id"],
            handoff["kind"], sections,
        )  # fmt: skip
    except ConsentMissing:
        return False
    return True
