"""What must hold before a measure is granted, by the names that the table of kinds uses.

None of it is a condition for help: services, referrals and stays ask none of these questions.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sqlalchemy import Text, any_, bindparam, func, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import FamilyCheck
from referral_api.domain.codelists.consents import ConsentPurpose, ConsentStatus
from referral_api.domain.codelists.measures import MeasureKind, MeasureRequester, ReturnKind
from referral_api.domain.codelists.status import IdentificationStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.protection.measures.family import (
    AT_HOME,
    check_not_refused,
    find_family_check,
    is_cleared_of_facts,
    is_decided,
)
from referral_api.domain.protection.measures.kinds import RULES
from referral_api.domain.protection.measures.on_file import check_on_file
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.errors import MeasureUngrounded

_MALI = "ML"
# What may change between the decision and the day on which it begins, and is asked on both.
_ASKED_AGAIN = frozenset({"safe_family", "safe_carer", "best_interests_determination"})
_UNSAFE = frozenset({FamilyCheck.CONCERN, FamilyCheck.INVOLVED})
_NOT_SCREENED = frozenset({IdentificationStatus.REPORTED, IdentificationStatus.NO_FOLLOW_UP})
_CONSENT = Statement(
    select(col(Consent.id))
    .where(
        col(Consent.id) == bindparam("consent_id"),
        col(Consent.case_id) == bindparam("case_id"),
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        bindparam("purpose", type_=Text) == any_(col(Consent.purposes)),
        or_(col(Consent.valid_until).is_(None), col(Consent.valid_until) > func.now()),
    )
    .with_for_update(read=True)
)
# The case, the measure, the terms.
_Test = Callable[[Transaction, Any, Measure, MeasureTerms], Awaitable[bool]]


def _is_child(case: Any) -> bool:
    return is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)


def _plain(test: Callable[[Any, Measure], bool]) -> _Test:
    async def ask(_: Transaction, case: Any, measure: Measure, __: MeasureTerms) -> bool:
        return test(case, measure)

    return ask


def _is_foreign(case: Any, _: Measure) -> bool:
    nationalities = case.nationalities
    if nationalities is not None:
        return _MALI not in nationalities
    return case.nationality is not None and case.nationality != _MALI


async def _has_consent(
    transaction: Transaction, case: Any, measure: Measure, _: MeasureTerms
) -> bool:
    """An adult agrees to this; of a child the determination stands for it."""
    if _is_child(case):
        return True
    if measure.consent_id is None:
        return False
    async with transaction.elevated():
        row = await transaction.one(
            _CONSENT, consent_id=measure.consent_id, case_id=measure.case_id,
            purpose=ConsentPurpose.TRANSFER_ABROAD if _leads_abroad(measure)
            else ConsentPurpose.CARE,
        )  # fmt: skip
    return row is not None


def _leads_abroad(measure: Measure) -> bool:
    """Say whether the person leaves Mali: by the kind of the return, or by where it leads."""
    abroad = measure.place_country not in {None, _MALI}
    return abroad or measure.return_kind == ReturnKind.ABROAD


async def _has_risk(
    transaction: Transaction, _: Any, measure: Measure, terms: MeasureTerms
) -> bool:
    return await check_on_file(
        transaction, measure.case_id, "risk_assessment_id", measure.risk_assessment_id,
        terms.risk_assessment,
    )  # fmt: skip


async def _has_risk_or_urgency(
    transaction: Transaction, case: Any, measure: Measure, terms: MeasureTerms
) -> bool:
    return measure.urgent or await _has_risk(transaction, case, measure, terms)


async def _is_determined(
    transaction: Transaction, case: Any, measure: Measure, _: MeasureTerms
) -> bool:
    """A child's return, reunification and placement; a placement that is urgent is given days."""
    if not _is_child(case):
        return True
    if is_determined_later(measure):
        return True
    return await is_decided(transaction, measure, measure.bid_id)


def is_determined_later(measure: Any) -> bool:
    """Say whether a placement goes before its determination, which then has a time limit."""
    return bool(
        measure.kind == MeasureKind.CHILD_PLACEMENT and measure.urgent and measure.bid_id is None
    )


async def _has_no_known_concern(
    transaction: Transaction, _: Any, measure: Measure, __: MeasureTerms
) -> bool:
    known = await find_family_check(transaction, measure)
    return _UNSAFE.isdisjoint({measure.family_check, known})


async def _has_safe_family(
    transaction: Transaction, _: Any, measure: Measure, __: MeasureTerms
) -> bool:
    """The check of the tracing stands; where no tracing is named, what the proposal says."""
    known = await find_family_check(transaction, measure) or measure.family_check
    safe = known == FamilyCheck.NO_CONCERN and measure.family_check not in _UNSAFE
    return safe and await is_cleared_of_facts(transaction, measure)


async def _has_safe_carer(
    transaction: Transaction, _: Any, measure: Measure, __: MeasureTerms
) -> bool:
    """Urgency stands for the check of the carer, but not for that of a family that is named."""
    if measure.carer_check in _UNSAFE:
        return False
    if not measure.urgent and measure.carer_check != FamilyCheck.NO_CONCERN:
        return False
    if measure.care_arrangement not in AT_HOME:
        return True
    return await is_cleared_of_facts(transaction, measure)


_TESTS: dict[str, _Test] = {
    "screening": _plain(lambda case, _: case.status not in _NOT_SCREENED),
    "risk_assessment": _has_risk,
    "risk_or_urgency": _has_risk_or_urgency,
    "best_interests_determination": _is_determined,
    "consent": _has_consent,
    "child": _plain(lambda case, _: _is_child(case)),
    "no_known_concern": _has_no_known_concern,
    "safe_family": _has_safe_family,
    "safe_carer": _has_safe_carer,
    "foreign": _plain(_is_foreign),
    "wish": _plain(lambda _, measure: measure.person_wants_it == Answer.YES),
    "asked": _plain(lambda _, measure: measure.asked_by == MeasureRequester.PERSON),
}


async def check_grounds(
    transaction: Transaction, case: Any, measure: Measure, terms: MeasureTerms
) -> None:
    """Raise Conflict for what the person refuses; MeasureUngrounded, naming every condition that
    does not hold.
    """
    await check_not_refused(transaction, measure)
    before = RULES[MeasureKind(measure.kind)].before
    await _check_each(transaction, case, measure, terms, before)


async def check_still_grounded(transaction: Transaction, case: Any, measure: Measure) -> None:
    """Raise MeasureUngrounded, of what may have changed since the decision, for what does not hold.

    Of the return, the reunification and the placement: no other kind rests on it.
    """
    before = RULES[MeasureKind(measure.kind)].before
    again = [name for name in before if name in _ASKED_AGAIN]
    await _check_each(transaction, case, measure, MeasureTerms(), again)


async def _check_each(
    transaction: Transaction, case: Any, measure: Measure, terms: MeasureTerms,
    names: Iterable[str],
) -> None:  # fmt: skip
    unmet = [
        name for name in names if not await _TESTS[name](transaction, case, measure, terms)
    ]  # fmt: skip
    if unmet:
        raise MeasureUngrounded(unmet=unmet)
