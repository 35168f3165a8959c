"""Moving what is open or running to a renewed consent, if the consent covers it.

What rests on a consent that has run out, was replaced or was withdrawn on the way waits for such a
consent: a service that goes on, an offer, a person on her journey, a custodian to whom her identity
did not open.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, func, or_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import below_ceiling
from referral_api.domain.access.grants import grant_access
from referral_api.domain.access.tables import Basis
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.consent.consents.operations import end_consent
from referral_api.domain.consent.consents.policy import find_uncovered
from referral_api.domain.consent.consents.queries import find_consent
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.chains.opened import open_to_custodians
from referral_api.domain.custody.handoffs.offers import PURPOSES
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.network.organisations.queries import find_type
from referral_api.domain.protection.referrals.ground import SHARING
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.errors import Conflict

_SERVING = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.ON_HOLD)
_ENDED = or_(
    one_of(
        col(Consent.status),
        [ConsentStatus.EXPIRED, ConsentStatus.SUPERSEDED, ConsentStatus.WITHDRAWN],
    ),
    and_(
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        col(Consent.valid_until) <= func.now(),
    ),
)


def _open(records: Records[Any], consent: Any) -> Statement:
    """Select and lock the open records of one kind that rest on such a consent."""
    fields = records.table.__table__.c
    return Statement(
        select(records.table, func.now().label("now"))
        .where(one_of(fields.status, sorted(records.lifecycle.open)), consent(fields))
        .order_by(fields.id)
        .with_for_update()
    )


def _has_ended(fields: Any) -> ColumnElement[bool]:
    return exists().where(
        col(Consent.id) == fields.consent_id,
        fields.case_id == bindparam("case_id", type_=fields.case_id.type), _ENDED,
    )  # fmt: skip


def _is_this(fields: Any) -> ColumnElement[bool]:
    this: ColumnElement[bool] = fields.consent_id == bindparam("consent_id", type_=Uuid())
    return this


_KINDS: tuple[Records[Any], ...] = (REFERRAL_RECORDS, HANDOFF_RECORDS)
_WAITING = [(records, _open(records, _has_ended)) for records in _KINDS]
_RESTING = [(records, _open(records, _is_this)) for records in _KINDS]


async def attach(transaction: Transaction, consent: Row) -> None:
    """Move to a consent, which has just become active, what waits for one and is covered."""
    async with transaction.elevated():
        for records, statement in _WAITING:
            for row in await transaction.all(statement, case_id=consent["case_id"]):
                await _move(transaction, records, row, consent)
        await open_to_custodians(transaction, consent)


async def lock_replaced(transaction: Transaction, consent_id: UUID) -> Row:
    """Lock a consent that is to be replaced, and before it what rests on it, as an acceptance does.

    The new consent refers to it, so this comes first: of two renewals one waits.
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


async def _move(transaction: Transaction, records: Records[Any], row: Row, consent: Row) -> bool:
    """Move a record to the consent, or let it expire; say whether it no longer rests on the old."""
    found, at = records.load(row)
    if await records.apply_expiry(transaction, found, at):
        return True
    refers = isinstance(found, Referral)
    if find_uncovered(
        consent, case_id=found.case_id, sections=found.shared_sections,
        recipient_id=found.receiver_id if refers else found.to_id,
        purposes=SHARING if refers else PURPOSES[CustodyKind(found.kind)],
    ):  # fmt: skip
        return False
    found.consent_id = consent["id"]
    await records.cause(transaction, found, "renew_consent", at)
    if refers and found.status in _SERVING:
        await _grant(transaction, found, consent)
    return True


async def _grant(transaction: Transaction, referral: Referral, consent: Row) -> None:
    """Open its sections anew: the database has ended the grant that rested on the old consent."""
    waits = referral.started_at is None and referral.departed_at is None
    until = referral.start_by if waits else None
    ends: list[datetime] = [end for end in (until, consent["valid_until"]) if end is not None]
    receiver_type = await find_type(transaction, referral.receiver_id)
    shared = frozenset(map(Section, referral.shared_sections))
    await grant_access(
        transaction,
        {
            "id": uuid7(), "organisation_id": referral.receiver_id, "case_id": referral.case_id,
            "basis": Basis.REFERRAL, "basis_id": referral.id, "consent_id": referral.consent_id,
            "reads": below_ceiling(receiver_type, shared),
            "writes": [], "valid_until": min(ends, default=None),
        },
    )  # fmt: skip
