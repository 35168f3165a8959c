"""The acts that report her death by their reason: each makes it true.

A receiver refuses or breaks off, a sender cancels, an offer is withdrawn, a person does not arrive.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.death import DEATH, hold_promises, make_death_true
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.schemas import HandoffRead
from referral_api.domain.identification.cases.queries import GET
from referral_api.domain.protection.referrals.policy import to_response as show_referral
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.schemas import ReferralRead
from referral_api.domain.records.records import Records
from referral_api.errors import NotFound

T = TypeVar("T")
# An act on a record: its id, what the caller says (with a reason), the version that they saw.
Act = Callable[[Transaction, UUID, Any, int], Awaitable[T]]


async def in_referral(
    act: Act[ReferralRead], transaction: Transaction, referral_id: UUID, body: Any, version: int
) -> ReferralRead:
    """Carry out an act on a referral; if its reason is her death, make that true."""
    if body.reason != DEATH:
        return await act(transaction, referral_id, body, version)
    await _carry_out(act, transaction, REFERRAL_RECORDS, referral_id, body, version)
    # A request to cancel has ended with the rest.
    return show_referral(await REFERRAL_RECORDS.find(transaction, referral_id), transaction.actor)


async def in_handoff(
    act: Act[HandoffRead], transaction: Transaction, handoff_id: UUID, body: Any, version: int
) -> HandoffRead:
    """Carry out an act on a handoff; if its reason is her death, make that true."""
    if body.reason != DEATH:
        return await act(transaction, handoff_id, body, version)
    return await _carry_out(act, transaction, HANDOFF_RECORDS, handoff_id, body, version)


async def _carry_out(
    act: Act[T], transaction: Transaction, records: Records[Any], record_id: UUID, body: Any,
    version: int,
) -> T:  # fmt: skip
    try:
        row = await records.find(transaction, record_id)
    except NotFound:
        return await act(transaction, record_id, body, version)  # It refuses in its own way.
    told = await _find_answering(transaction, row)
    await hold_promises(transaction, row["case_id"])
    result = await act(transaction, record_id, body, version)
    await make_death_true(transaction, row["case_id"], told)
    return result


async def _find_answering(transaction: Transaction, row: Row) -> set[UUID]:
    """Find who answers for her, and for the inquiry, as far as the case is in sight."""
    told = {row.get("custodian_id") or row.get("sender_id") or row["from_id"]}
    case = await transaction.one(GET, case_id=row["case_id"])
    if case is not None:
        told |= {case["protection_custodian_id"], case["investigation_custodian_id"]}
    return told - {None}
