"""Correcting a call: the receiver had not said so, and what the call did is undone.

A referral that goes on fails: its place is free, and the access ends. A refusal stays, since a
referral is never re-opened: the sender is told, and may send another. Custody that a call moved
returns at once. Calls are locked before handoffs, handoffs before referrals.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.accusation import tell_of_accuser
from referral_api.domain.casework.calls.later_acts import has_acted_since
from referral_api.domain.casework.calls.records import CALL_RECORDS, to_response
from referral_api.domain.casework.calls.schemas import CallCorrect, CallRead
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.codelists.calls import CallAct, CallSubject
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffStatus
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.returns import (
    check_returns,
    return_custody,
    still_answers,
)
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records.records import Records
from referral_api.errors import Conflict

_REFUSALS = frozenset({CallAct.REJECT, CallAct.DECLINE})


async def correct_call(
    transaction: Transaction, call_id: UUID, correction: CallCorrect, version: int
) -> CallRead:
    """Say, as the receiver, that it is not so; what the call did is undone, in this transaction.

    InvalidTransition once the time for it is over, or the file is closed. Conflict where custody
    has moved on since, or a later act of the receiver says the contrary.
    """
    returns: Handoff | None = None

    async def correct(call: TelephoneCall, _: datetime) -> None:
        nonlocal returns
        call.decided_by_agent_id = transaction.actor.agent_id
        call.correction_reason = correction.reason
        if call.act in _REFUSALS:
            return
        if call.subject == CallSubject.REFERRAL:
            await _undo_referral(transaction, call)
        else:
            returns = await _undo_handoff(transaction, call)

    row = await CALL_RECORDS.transition(transaction, call_id, "correct", version, correct)
    if returns is not None:
        # The database asks for a call that is corrected.
        await return_custody(transaction, returns, call_id)
        if returns.kind == CustodyKind.PROTECTION:
            await tell_of_accuser(transaction, returns.case_id, returns.from_id)
    return to_response(row)


async def _undo_referral(transaction: Transaction, call: TelephoneCall) -> None:
    """End a referral that was not accepted, or a service that had not begun."""
    # The referral is locked first: nobody acts on it meanwhile.
    await _fail(transaction, REFERRAL_RECORDS, call)
    if await has_acted_since(transaction, call):
        raise Conflict("The receiver has acted on this referral since the call.")


async def _undo_handoff(transaction: Transaction, call: TelephoneCall) -> Handoff | None:
    """End a handoff that was not accepted; return one by which custody has moved."""
    handoff = await _fail(transaction, HANDOFF_RECORDS, call)
    if handoff.status != HandoffStatus.COMPLETED:
        return None
    if call.act == CallAct.ACCEPT and handoff.physical:
        if await still_answers(transaction, handoff.id):
            raise Conflict("The person's arrival was confirmed after this call.")
        return None  # the arrival was corrected before, and custody has returned
    await check_returns(transaction, handoff)
    return handoff  # type: ignore[no-any-return]


async def _fail(transaction: Transaction, records: Records[Any], call: TelephoneCall) -> Any:
    """End the record that the call answered, if it goes on, for the reason of the correction."""
    found, at = await records.lock(transaction, call.subject_id)
    if not await records.apply_expiry(transaction, found, at) and (
        found.status in records.lifecycle.open
    ):
        reason = call.correction_reason
        await records.cause(transaction, found, "follow_call", at, reason=reason)
    return found
