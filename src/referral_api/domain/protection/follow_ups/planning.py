"""Planning follow-ups, by hand or as a person departs. None without a consent to be contacted."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, bindparam, func, or_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.consents import ConsentPurpose, ConsentStatus
from referral_api.domain.codelists.follow_ups import FollowUpPoint, FollowUpStatus
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.protection.follow_ups.records import FOLLOW_UP_RECORDS, to_response
from referral_api.domain.protection.follow_ups.schemas import FollowUpPlan, FollowUpRead
from referral_api.domain.protection.follow_ups.tables import FollowUp
from referral_api.errors import ConsentMissing, MalformedInput

_CONTACT = Statement(
    select(col(Consent.id))
    .where(
        col(Consent.case_id) == bindparam("case_id"),
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        or_(col(Consent.valid_until).is_(None), col(Consent.valid_until) > func.now()),
        literal_code(ConsentPurpose.FOLLOW_UP_CONTACT) == any_(col(Consent.purposes)),
    )
    .order_by(col(Consent.id).desc())
    .limit(1)
    .with_for_update(read=True)
)
_DUE = Statement(
    select(FollowUp, func.now().label("now"))
    .where(
        col(FollowUp.case_id) == bindparam("case_id"),
        col(FollowUp.status) == literal_code(FollowUpStatus.DUE),
    )
    .order_by(col(FollowUp.id))
    .with_for_update()
)


async def plan_follow_up(
    transaction: Transaction, case_id: UUID, plan: FollowUpPlan
) -> FollowUpRead:
    """Plan one follow-up, as who answers for the person.

    ConsentMissing unless the person agrees to be contacted. AlreadyExists if one of this point is
    due.
    """
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION, write=True)
    await check_open(transaction, case_id)
    check_not_reported_dead(case)
    row = await _add(
        transaction, case_id, case.protection_custodian_id,
        await find_contact(transaction, case_id), plan.point,
        plan.counted_from, _due_on(plan), plan.id,
    )  # fmt: skip
    return to_response(row)


async def find_contact(transaction: Transaction, case_id: UUID) -> UUID:
    """Return the consent by which the person may be contacted, and hold it; else ConsentMissing."""
    found = await transaction.one(_CONTACT, case_id=case_id)
    if found is None:
        raise ConsentMissing(uncovered=["purpose"])
    consent_id: UUID = found["id"]
    return consent_id


def _due_on(plan: FollowUpPlan) -> date:
    months = plan.point.months
    if (months is None) != (plan.due_on is not None):
        raise MalformedInput(
            errors=[
                {"pointer": "/due_on", "code": "missing" if months is None else "invalid_value"}
            ]
        )
    due_on = plan.due_on if months is None else add_months(plan.counted_from, months)
    if due_on is None or due_on < plan.counted_from:
        raise MalformedInput(errors=[{"pointer": "/due_on", "code": "out_of_range"}])
    return due_on


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


async def _add(
    transaction: Transaction, case_id: UUID, custodian_id: UUID | None, consent_id: UUID,
    point: FollowUpPoint,
    counted_from: date, due_on: date, follow_up_id: UUID | None = None,
) -> Row:  # fmt: skip
    actor = transaction.actor
    unasked = ("safe_channel_used", "safe", "stigma", "new_exploitation", "needs_help")
    fields: dict[str, Any] = dict.fromkeys(unasked, Answer.NOT_ASKED) | {
        "id": follow_up_id or uuid7(), "case_id": case_id, "version": 1,
        "custodian_id": custodian_id,
        "consent_id": consent_id, "status": FollowUpStatus.DUE, "point": point,
        "counted_from": counted_from, "due_on": due_on,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return await FOLLOW_UP_RECORDS.add(transaction, fields)


async def plan_after_departure(
    transaction: Transaction, case_id: UUID, custodian_id: UUID, departed_at: datetime
) -> None:
    """Plan the follow-ups of a person who has departed, if she agrees to be contacted.

    The code list of their points says after how many months each is due.
    Those that are due already are counted from this departure, the last.
    """
    async with transaction.elevated():
        found = await transaction.one(_CONTACT, case_id=case_id)
        if found is None:
            return
        day = departed_at.date()
        due = {row["point"]: row for row in await transaction.all(_DUE, case_id=case_id)}
        for point in FollowUpPoint:
            if point.months is None:
                continue
            on = add_months(day, point.months)
            if point in due:
                await _postpone(transaction, due[point], day, on)
            else:
                await _add(transaction, case_id, custodian_id, found["id"], point, day, on)


async def _postpone(transaction: Transaction, row: Row, day: date, due_on: date) -> None:
    follow_up, at = FOLLOW_UP_RECORDS.load(row)
    if day <= follow_up.counted_from:
        return
    follow_up.counted_from, follow_up.due_on = day, due_on
    await FOLLOW_UP_RECORDS.cause(transaction, follow_up, "postpone", at)


async def end_all(transaction: Transaction, case_id: UUID) -> None:
    """End what is due: the person does not want to be contacted any more, or has died."""
    async with transaction.elevated():
        for row in await transaction.all(_DUE, case_id=case_id):
            follow_up, _ = FOLLOW_UP_RECORDS.load(row)
            await FOLLOW_UP_RECORDS.cause(
                transaction, follow_up, "end", await read_clock(transaction)
            )
