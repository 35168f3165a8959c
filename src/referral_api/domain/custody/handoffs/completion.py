"""What a completed handoff does: custody moves, and opens what it may."""

from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import NEEDS_CONSENT
from referral_api.domain.access.grants import custodian_sections
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.custody.chains.moves import move_custody
from referral_api.domain.custody.chains.opened import open_by_living_consents
from referral_api.domain.custody.handoffs.first_inquiries import hand_on, hold_first_inquiry
from referral_api.domain.custody.identity_orders.ending import end_identity_orders
from referral_api.domain.network.organisations.queries import find_type


async def move_custody_to_receiver(transaction: Transaction, handoff: Row) -> None:
    """Make the receiver of a completed handoff answer for the case.

    An arrival is a fact, and an inquiry goes on by law: custody moves, whatever became of the
    consent. Her identity and health open by consents that live, each by a grant of its own. Two
    coordinators open them by an assignment. Conflict if custody has moved meanwhile.
    """
    await make_answer(transaction, handoff, opens_all=handoff["forced"])


async def sections_of_custody(
    transaction: Transaction, organisation_id: UUID, kind: CustodyKind, *, opens_all: bool
) -> tuple[str, ...]:
    """Return what custody alone opens to an organisation that takes a case over."""
    sections = custodian_sections(await find_type(transaction, organisation_id), kind)
    return tuple(section for section in sections if opens_all or section not in NEEDS_CONSENT)


async def make_answer(transaction: Transaction, handoff: Row, *, opens_all: bool) -> None:
    """Make the receiver of a completed handoff answer, whatever the handoff comes from.

    With ``opens_all`` her identity and health open too, without a consent. Conflict if custody has
    moved meanwhile.
    """
    kind, to_id = CustodyKind(handoff["kind"]), handoff["to_id"]
    sections = await sections_of_custody(transaction, to_id, kind, opens_all=opens_all)
    inquiry = None
    if kind is CustodyKind.PROTECTION:
        inquiry = await hold_first_inquiry(transaction, handoff["case_id"])
    await move_custody(
        transaction,
        case_id=handoff["case_id"],
        kind=kind,
        after_seq=handoff["custody_seq"],
        organisation_id=to_id,
        sections=sections,
        handoff_id=handoff["id"],
    )
    await open_by_living_consents(transaction, handoff["case_id"], to_id)
    if inquiry is not None:
        await hand_on(transaction, inquiry, to_id)
    if kind is CustodyKind.INVESTIGATION:
        await end_identity_orders(transaction, handoff["case_id"])
