"""Recording a consent and what follows from it: it renews an earlier one, or refuses it."""

from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.casework.consent_attachment import attach, lock_replaced, replace
from referral_api.domain.casework.consent_withdrawal import end_what_was_refused
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.consent.consents import operations, queries
from referral_api.domain.consent.consents.policy import check_says_once
from referral_api.domain.consent.consents.schemas import ConsentAnswer, ConsentRead, ConsentRecord
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case
from referral_api.errors import Conflict


async def record_consent(transaction: Transaction, consent: ConsentRecord) -> ConsentRead:
    """Record a consent of a person whom the caller's organisation answers for.

    What rests on a consent that it replaces moves to it.
    """
    case = await get_case(transaction, consent.case_id)
    await check_answers_for_person(transaction, consent.case_id)
    check_says_once(consent, case.age_band)
    await check_open(transaction, consent.case_id)
    if consent.legal_ground is None and consent.answer is not ConsentAnswer.REFUSED:
        check_not_reported_dead(case)
    await operations.check_recipients(transaction, consent)
    replaced = None
    if consent.supersedes_id is not None:
        replaced = await lock_replaced(transaction, consent.supersedes_id)
        if replaced["case_id"] != consent.case_id:
            raise Conflict
    row = await operations.add_consent(transaction, consent)
    ended = await _follow(transaction, row)
    if replaced is not None and replaced["id"] not in ended:
        await replace(transaction, replaced, row)
    return queries.to_response(row)


async def confirm_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Confirm an awaited consent, or a legal ground that another person recorded."""
    row = await operations.confirm_consent(transaction, consent_id, version)
    await _follow(transaction, row)
    return queries.to_response(row)


async def refuse_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Record that the awaited answer was no."""
    row = await operations.refuse_consent(transaction, consent_id, version)
    await _follow(transaction, row)
    return queries.to_response(row)


async def _follow(transaction: Transaction, consent: Row) -> set[UUID]:
    """Let a consent have its effect on earlier ones; return the ids of those that it ended."""
    if consent["status"] == ConsentStatus.REFUSED:
        return await end_what_was_refused(transaction, consent)
    if consent["status"] == ConsentStatus.ACTIVE:
        await attach(transaction, consent)
    return set()
