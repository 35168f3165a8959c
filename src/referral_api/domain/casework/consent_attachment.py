"""Moving what is open or running to a renewed consent, if the consent covers it.

What rests on a consent that has run out, was replaced or was withdrawn on the way waits for such a
consent: a service that goes on, an offer, a person on her journey, a custodian to whom her identity
did not open. So does what rests on a legal ground that no second person has confirmed.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import NEEDS_CONSENT
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.consent.consents.operations import end_consent
from referral_api.domain.consent.consents.policy import (
    HELPING,
    IN_FORCE,
    find_uncovered,
    waits_until,
)
from referral_api.domain.consent.consents.queries import find_consent
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.chains.opened import PURPOSES, open_to_custodians
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.network.organisations.queries import find_type
from referral_api.domain.protection.referrals.ground import SHARING
from referral_api.domain.protection.referrals.opened_sections import open_sections
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.errors import Conflict

_SERVING = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.ON_HOLD)
_NO_GROUND = or_(
    one_of(
        col(Consent.status),
        [
            ConsentStatus.EXPIRED, ConsentStatus.SUPERSEDED, ConsentStatus.WITHDRAWN,
            ConsentStatus.PROVISIONAL,
        ],
    ),
    and_(
        col(Consent.status) == literal_code(ConsentStatus.REFUSED),
        col(Consent.confirm_by).is_not(None),
    ),
    and_(
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        col(Consent.valid_until) <= func.now(),
    ),
)  # fmt: skip


def _open(records: Records[Any], consent: Any) -> Statement:
    """Select and lock the open records of one kind that rest on such a consent."""
    fields = records.table.__table__.c
    return Statement(
        select(records.table, func.now().label("now"))
        .where(one_of(fields.status, sorted(records.lifecycle.open)), consent(fields))
        .order_by(fields.id.desc())
        .with_for_update()
    )


def _waits(fields: Any) -> ColumnElement[bool]:
    refers = "receiver_id" in fields
    receiver = fields.receiver_id if refers else fields.to_id
    covered = receiver == any_(bindparam("recipients", type_=ARRAY(Uuid)))
    if refers:
        finds = bindparam("finds", type_=Boolean())
        covered = or_(covered, and_(finds, fields.shelter_named_at.is_not(None)))
    return and_(
        fields.case_id == bindparam("case_id", type_=fields.case_id.type),
        covered,
        exists().where(col(Consent.id) == fields.consent_id, _NO_GROUND),
    )


def _is_this(fields: Any) -> ColumnElement[bool]:
    this: ColumnElement[bool] = fields.consent_id == bindparam("consent_id", type_=Uuid())
    return this


# Handoffs, then referrals, the newest first: the order of every operation.
_KINDS: tuple[Records[Any], ...] = (HANDOFF_RECORDS, REFERRAL_RECORDS)
_WAITING = [(records, _open(records, _waits)) for records in _KINDS]
_RESTING = [(records, _open(records, _is_this)) for records in _KINDS]
_RESTING_REFERRALS = _open(REFERRAL_RECORDS, _is_this)


async def attach(transaction: Transaction, consent: Row) -> None:
    """Move to a consent, which has just begun to help, what waits for one and is covered.

    On a ground that is not confirmed only referrals rest, and no custody.
    """
    provisional = consent["status"] == ConsentStatus.PROVISIONAL
    of_case = {"case_id": consent["case_id"], "recipients": consent["recipients"]}
    async with transaction.elevated():
        for records, statement in _WAITING:
            if provisional and records is HANDOFF_RECORDS:
                continue
            if records is REFERRAL_RECORDS:
                of_case["finds"] = consent["coordination_finds"]
            for row in await transaction.all(statement, **of_case):
                await _move(transaction, records, row, consent, HELPING)
        if not provisional:
            await open_to_custodians(transaction, consent)


async def lock_with_resting(transaction: Transaction, consent_id: UUID) -> Row:
    """Lock a consent that is to change, and before it what rests on it, as an acceptance does.

    A new consent refers to the one that it replaces, so this comes first: of two renewals one
    waits.
    """
    async with transaction.elevated():
        for _, statement in _RESTING:
            await transaction.all(statement, consent_id=consent_id)
    return await find_consent(transaction, consent_id, lock=True)


async def replace(transaction: Transaction, replaced: Row, consent: Row) -> None:
    """Replace a locked consent by a new one; Conflict where that does not cover what rests on it.

    An offer holds its consent while it is made: those that were made meanwhile move too.
    """
    async with transaction.elevated():
        for records, statement in _RESTING:
            for row in await transaction.all(statement, consent_id=replaced["id"]):
                if not await _move(transaction, records, row, consent):
                    raise Conflict(
                        "Open referrals or handoffs rest on this consent: it cannot be replaced."
                    )
    await end_consent(transaction, replaced, "supersede")


async def open_as_confirmed(transaction: Transaction, ground: Row) -> None:
    """Open in full what rests on a ground that a second person has just confirmed.

    The database has ended what was open before, and lets the sheets stay open.
    """
    async with transaction.elevated():
        for row in await transaction.all(_RESTING_REFERRALS, consent_id=ground["id"]):
            referral, at = REFERRAL_RECORDS.load(row)
            if referral.sent_at is None or await REFERRAL_RECORDS.apply_expiry(
                transaction, referral, at
            ):
                continue
            await REFERRAL_RECORDS.cause(transaction, referral, "renew_consent", at)
            await _open_if_serving(transaction, referral, ground)


async def _move(
    transaction: Transaction, records: Records[Any], row: Row, consent: Row,
    states: Collection[str] = IN_FORCE,
) -> bool:  # fmt: skip
    """Move a record to the consent, or let it expire; say whether it no longer rests on the old."""
    found, at = records.load(row)
    if await records.apply_expiry(transaction, found, at):
        return True
    refers = isinstance(found, Referral)
    if find_uncovered(
        consent, case_id=found.case_id, sections=_sections_it_opens(found),
        recipient_id=found.receiver_id if refers else found.to_id,
        purposes=SHARING if refers else PURPOSES[CustodyKind(found.kind)], states=states,
        found=refers and found.shelter_named_at is not None,
    ):  # fmt: skip
        return False
    found.consent_id = consent["id"]
    if consent["do_not_contact"] and not found.do_not_contact:
        found.do_not_contact, found.sheet_updated_at = True, at
    if refers and found.sheet_until is not None:
        # What is open without a limit stays open: it is she who had opened it.
        found.sheet_until = waits_until(consent)
    await records.cause(transaction, found, "renew_consent", at)
    if refers:
        await _open_if_serving(transaction, found, consent)
    return True


def _sections_it_opens(found: Referral | Handoff) -> Collection[str]:
    """Return the sections that the consent of a record opens; a legal duty opens the others."""
    if isinstance(found, Handoff) and found.legal_duty is not None:
        return NEEDS_CONSENT.intersection(map(Section, found.shared_sections))
    return found.shared_sections


async def _open_if_serving(transaction: Transaction, referral: Referral, consent: Row) -> None:
    """Open its sections anew: the database has ended the grant that rested on what came before."""
    if referral.status in _SERVING:
        receiver_type = await find_type(transaction, referral.receiver_id)
        await open_sections(transaction, referral, consent, receiver_type)
