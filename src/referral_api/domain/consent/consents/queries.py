"""Finding consents. Reads show a consent as expired from the instant that it runs out."""

from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlmodel import col

from referral_api.database.pagination import Window, page_of
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.consent.consents.tables import Consent
from referral_api.errors import NotFound

_now = func.now().label("now")
_ONE = select(Consent, _now).where(col(Consent.id) == bindparam("consent_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_ANSWERS = exists().where(
    live_grant(bindparam("reader_id")),
    col(AccessGrant.case_id) == col(Consent.case_id),
    col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
)
_RESPONSE = select(Consent, _now, _ANSWERS.label("answers"))
_READ = Statement(_RESPONSE.where(col(Consent.id) == bindparam("consent_id")))
_PAGE_OF_CASE, _PAGE = (
    Statement(page_of(_RESPONSE.where(*of_case), col(Consent.id)))
    for of_case in ((col(Consent.case_id) == bindparam("case_id"),), ())
)


def to_response(row: Row) -> ConsentRead:
    """Turn a row into a response for the organisation that recorded it, or a custodian."""
    return ConsentRead(**{**row, "status": CONSENTS.status_now(row)})


def to_response_for(row: Row, reader_id: UUID) -> ConsentRead:
    """Turn a row into a response for any reader: a recipient does not learn of the others."""
    consent = to_response(row)
    if row["answers"] or row["organisation_id"] == reader_id:
        return consent
    return consent.model_copy(update={"recipients": [reader_id]})


async def find_consent(transaction: Transaction, consent_id: UUID, *, lock: bool = False) -> Row:
    """Find a consent within sight, with the database's ``now``; NotFound otherwise."""
    row = await transaction.one(_LOCK if lock else _GET, consent_id=consent_id)
    if row is None:
        raise NotFound
    return row


async def read_row(transaction: Transaction, consent_id: UUID) -> Row:
    """Find a consent for ``to_response_for``; NotFound out of sight."""
    reader_id = transaction.actor.organisation_id
    row = await transaction.one(_READ, consent_id=consent_id, reader_id=reader_id)
    if row is None:
        raise NotFound
    return row


async def list_rows(transaction: Transaction, case_id: UUID | None, window: Window) -> list[Row]:
    """List the consents within sight, newest first, for ``to_response_for``."""
    return await transaction.all(
        _PAGE if case_id is None else _PAGE_OF_CASE, case_id=case_id,
        reader_id=transaction.actor.organisation_id, **window.parameters,
    )  # fmt: skip
