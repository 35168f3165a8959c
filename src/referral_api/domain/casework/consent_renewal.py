"""Recording a consent and what follows from it: it renews an earlier one, or refuses it."""

from datetime import timedelta
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.casework.consent_attachment import (
    attach,
    lock_with_resting,
    open_as_confirmed,
    replace,
)
from referral_api.domain.casework.consent_withdrawal import end_what_was_refused
from referral_api.domain.codelists.consents import ConsentAnswer, ConsentStatus
from referral_api.domain.consent.consents import operations, queries
from referral_api.domain.consent.consents.policy import HELPING, check_says_once
from referral_api.domain.consent.consents.schemas import ConsentRead, ConsentRecord
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case
from referral_api.errors import Conflict


async def record_consent(
    transaction: Transaction, consent: ConsentRecord, confirmation: timedelta
) -> ConsentRead:
    """Record a consent of a person whom the caller's organisation answers for.

    What rests on a consent that it replaces moves to it. ``confirmation`` is how long an urgent
    legal ground helps before its second person confirms it.
    """
    case = await get_case(transaction, consent.case_id)
    await check_answers_for_person(transaction, consent.case_id)
    check_says_once(consent, case)
    await check_open(transaction, consent.case_id)
    if consent.legal_ground is None and consent.answer is not ConsentAnswer.REFUSED:
        check_not_reported_dead(case)
    await operations.check_recipients(transaction, consent)
    replaced = None
    if consent.supersedes_id is not None:
        replaced = await lock_with_resting(transaction, consent.supersedes_id)
        if replaced["case_id"] != consent.case_id:
            raise Conflict
    row = await operations.add_consent(transaction, consent, confirmation)
    ended: set[UUID] = set()
    if row["status"] == ConsentStatus.REFUSED:
        ended = await end_what_was_refused(transaction, row)
    elif row["status"] in HELPING:
        await attach(transaction, row)
    if replaced is not None and replaced["id"] not in ended:
        await replace(transaction, replaced, row)
    return queries.to_response(row)


async def confirm_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Confirm an awaited consent, or a legal ground that another person recorded.

    What an urgent ground kept closed opens, and its sheets stay open.
    """
    before = await _lock_to_answer(transaction, consent_id)
    row = await operations.confirm_consent(transaction, before, version)
    if before["status"] == ConsentStatus.PROVISIONAL:
        await open_as_confirmed(transaction, row)
    await attach(transaction, row)
    return queries.to_response(row)


async def refuse_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Record that the awaited answer was no, or that the second person does not confirm a ground.

    Her no ends what it contradicts. That of the second person ends the ground alone: what rests on
    it goes on without it.
    """
    before = await _lock_to_answer(transaction, consent_id)
    row = await operations.refuse_consent(transaction, before, version)
    if row["legal_ground"] is None:
        await end_what_was_refused(transaction, row)
    return queries.to_response(row)


async def _lock_to_answer(transaction: Transaction, consent_id: UUID) -> Row:
    found = await queries.find_consent(transaction, consent_id)
    await check_answers_for_person(transaction, found["case_id"])
    return await lock_with_resting(transaction, consent_id)
