"""Finding consents. One that has run out is read as expired from that very instant."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlmodel import col

from referral_api.database.pagination import Window
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.consent.consents.tables import Consent
from referral_api.errors import NotFound

_now = func.now().label("now")
_ONE = select(Consent, _now).where(col(Consent.id) == bindparam("consent_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_ANSWERS = exists().where(
    col(AccessGrant.organisation_id) == bindparam("reader_id"),
    col(AccessGrant.case_id) == col(Consent.case_id),
    col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
    col(AccessGrant.ended_at).is_(None),
)
_TOLD = select(Consent, _now, _ANSWERS.label("answers"))
_READ = Statement(_TOLD.where(col(Consent.id) == bindparam("consent_id")))
_PAGE_OF_CASE, _PAGE = (
    Statement(
        _TOLD.where(*of_case, col(Consent.id) < bindparam("before"))
        .order_by(col(Consent.id).desc())
        .limit(bindparam("limit"))
    )
    for of_case in ((col(Consent.case_id) == bindparam("case_id"),), ())
)


def status_at(status: str, valid_until: datetime | None, now: datetime) -> str:
    """The status at an instant: an active consent expires by itself."""
    if status == ConsentStatus.ACTIVE and valid_until is not None and valid_until <= now:
        return ConsentStatus.EXPIRED
    return status


def as_read(row: Row) -> ConsentRead:
    """Tell a row of ``_GET``."""
    status = status_at(row["status"], row["valid_until"], row["now"])
    return ConsentRead(**{**row, "status": status})


def as_told(row: Row, reader_id: UUID) -> ConsentRead:
    """Tell a row of ``_READ`` or ``_PAGE``: a recipient does not learn of the others."""
    told = as_read(row)
    if row["answers"] or row["organisation_id"] == reader_id:
        return told
    return told.model_copy(update={"recipients": [reader_id]})


async def find_consent(transaction: Transaction, consent_id: UUID, *, lock: bool = False) -> Row:
    """Find a consent within sight, with the database's ``now``; NotFound otherwise."""
    row = await transaction.one(_LOCK if lock else _GET, consent_id=consent_id)
    if row is None:
        raise NotFound
    return row


async def read_row(transaction: Transaction, consent_id: UUID) -> Row:
    """Find a consent to tell it with ``as_told``; NotFound outside sight."""
    reader_id = transaction.actor.organisation_id
    row = await transaction.one(_READ, consent_id=consent_id, reader_id=reader_id)
    if row is None:
        raise NotFound
    return row


async def list_rows(transaction: Transaction, case_id: UUID | None, window: Window) -> list[Row]:
    """List the consents within sight, newest first, to tell them with ``as_told``."""
    return await transaction.all(
        _PAGE if case_id is None else _PAGE_OF_CASE, case_id=case_id,
        reader_id=transaction.actor.organisation_id, before=window.before, limit=window.limit + 1,
    )  # fmt: skip
