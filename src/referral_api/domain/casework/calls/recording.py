"""Recording a call: the receiver's act is made in its voice, and the call says who said so.

The operations of the acts make all their checks. Here stands what a call asks beside them.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.journeys import accepted_by_telephone, arrive_at_receiver
from referral_api.domain.casework.calls.records import CALL_RECORDS, to_response
from referral_api.domain.casework.calls.schemas import CallRead, HandoffCall, ReferralCall
from referral_api.domain.casework.reported_facts import reject_referral_as_reported
from referral_api.domain.codelists.calls import CallAct, CallStatus, CallSubject
from referral_api.domain.custody.handoffs import operations as handoffs
from referral_api.domain.custody.handoffs.schemas import (
    HandoffConfirmArrival,
    HandoffDecline,
    HandoffRead,
)
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.network.organisations.queries import find_duty_telephone
from referral_api.domain.protection.referrals import answers, delivery
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS, custodian_of
from referral_api.domain.protection.referrals.schemas import (
    ReferralRead,
    ReferralReject,
)
from referral_api.domain.records.happened import check_happened, latest
from referral_api.domain.records.voice import TELEPHONE
from referral_api.errors import Conflict, MalformedInput, NoDutyTelephone

# The members that belong to some acts only: what an act needs, and what it may have beside.
_NEEDS = {CallAct.REJECT: {"reason"}, CallAct.DECLINE: {"reason"},
          CallAct.CONFIRM_ARRIVAL: {"condition_noted"}}  # fmt: skip
_MAY_HAVE = {CallAct.ACCEPT: {"expected_start"}, CallAct.CONFIRM_ARRIVAL: {"documents_sha256"}}
_OF_SOME_ACTS = ("expected_start", "reason", "condition_noted", "documents_sha256")


async def record_referral_call(
    transaction: Transaction, clocks: ReferralClocks, confirmation: timedelta, referral_id: UUID,
    call: ReferralCall, version: int,
) -> CallRead:  # fmt: skip
    """Record what the receiver of a referral said on the telephone: its act is made.

    Forbidden to the receiver itself, and to whoever neither answers for the person nor
    coordinates. NoDutyTelephone if the receiver cannot have been called back; MalformedInput for
    something said later than now or before what led to it; else whatever the act itself raises.
    """
    _check_members(call)
    referral = await _answer_referral(transaction, clocks, referral_id, call, version)
    row = await REFERRAL_RECORDS.find(transaction, referral_id)
    sender_id = custodian_of(REFERRAL_RECORDS.load(row)[0])
    about = {
        "case_id": referral.case_id, "subject": CallSubject.REFERRAL, "subject_id": referral.id,
        "sender_id": sender_id, "receiver_id": referral.receiver_id,
    }  # fmt: skip
    since = referral.sent_at
    if call.act == "start":
        accepted_at = await accepted_by_telephone(transaction, referral_id) or referral.accepted_at
        since = latest(since, accepted_at, referral.departed_at)
    return await _add(transaction, confirmation, call, about, since=since)


async def _answer_referral(
    transaction: Transaction, clocks: ReferralClocks, referral_id: UUID, call: ReferralCall,
    version: int,
) -> ReferralRead:  # fmt: skip
    if call.act == "accept":
        # Not validated again: an instant is written as a text there.
        acceptance = ReferralAccept.model_construct(expected_start=call.expected_start)
        return await answers.accept_referral(
            transaction, referral_id, acceptance, version, TELEPHONE
        )
    if call.act == "reject" and call.reason is not None:
        rejection = ReferralReject(reason=call.reason)
        return await reject_referral_as_reported(
            transaction, referral_id, rejection, version, TELEPHONE
        )
    return await delivery.start_referral(transaction, clocks, referral_id, version, TELEPHONE)


async def record_handoff_call(
    transaction: Transaction, confirmation: timedelta, handoff_id: UUID, call: HandoffCall,
    version: int,
) -> CallRead:  # fmt: skip
    """Record what the receiver of a handoff said on the telephone: its act is made.

    Conflict for an assignment, which no call answers; else as ``record_referral_call``.
    """
    _check_members(call)
    handoff = await _answer_handoff(transaction, handoff_id, call, version)
    if handoff.forced:
        raise Conflict("An assignment of the coordination gets no reply by telephone.")
    about = {
        "case_id": handoff.case_id, "subject": CallSubject.HANDOFF, "subject_id": handoff.id,
        "sender_id": handoff.from_id, "receiver_id": handoff.to_id,
    }  # fmt: skip
    return await _add(transaction, confirmation, call, about, since=handoff.offered_at)


async def _answer_handoff(
    transaction: Transaction, handoff_id: UUID, call: HandoffCall, version: int
) -> HandoffRead:
    if call.act == "accept":
        return await handoffs.accept_handoff(transaction, handoff_id, version, TELEPHONE)
    if call.act == "decline" and call.reason is not None:
        refusal = HandoffDecline(reason=call.reason)
        return await handoffs.decline_handoff(transaction, handoff_id, refusal, version, TELEPHONE)
    receipt = HandoffConfirmArrival.model_construct(
        condition_noted=bool(call.condition_noted), documents_sha256=call.documents_sha256,
        happened_at=call.happened_at,
    )  # fmt: skip
    return await arrive_at_receiver(transaction, handoff_id, receipt, version, TELEPHONE)


def _check_members(call: ReferralCall | HandoffCall) -> None:
    act = CallAct(call.act)
    needed = _NEEDS.get(act, set())
    given = {name for name in _OF_SOME_ACTS if getattr(call, name, None) is not None}
    wrong = [(name, "missing") for name in needed - given]
    wrong += [(name, "invalid_value") for name in given - needed - _MAY_HAVE.get(act, set())]
    if wrong:
        raise MalformedInput(
            errors=[{"pointer": f"/{name}", "code": code} for name, code in sorted(wrong)]
        )


async def _add(
    transaction: Transaction, confirmation: timedelta, call: ReferralCall | HandoffCall,
    about: dict[str, Any], *, since: datetime | None,
) -> CallRead:  # fmt: skip
    """Add the call to the act that was made; what it lacks undoes the act too."""
    actor, now = transaction.actor, await read_clock(transaction)
    telephone = await find_duty_telephone(transaction, about["receiver_id"])
    if telephone is None:
        raise NoDutyTelephone
    check_happened(call.happened_at, since=since, now=now)
    fields = about | {
        "id": uuid7(), "act": call.act, "status": CallStatus.BINDING, "said_by": call.said_by,
        "telephone": telephone, "happened_at": call.happened_at, "confirm_by": now + confirmation,
        "recorded_by_organisation_id": actor.organisation_id,
        "custodian_id": about["sender_id"], "recorded_by_agent_id": actor.agent_id,
        "recorded_by_client_id": actor.client_id,
        "version": 1,
    }  # fmt: skip
    return to_response(await CALL_RECORDS.add(transaction, fields))
