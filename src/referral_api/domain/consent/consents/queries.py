"""Finding consents. Reads show a consent as expired from the instant that it runs out."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Interval, Text, Uuid, bindparam, cast, func, select
from sqlmodel import col

from referral_api.database.pagination import Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import answered_until, answers_for_person
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.consent.consents.tables import Consent
from referral_api.errors import NotFound

_now = func.now().label("now")
_ONE = select(Consent, _now).where(col(Consent.id) == bindparam("consent_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_HOLD = Statement(_ONE.with_for_update(read=True))
_ALONE = Statement(
    select(
        func.pg_advisory_xact_lock(
            func.hashtextextended(cast(bindparam("case_id", type_=Uuid()), Text), 17)
        )
    )
)
_UNCONFIRMED = Statement(
    select(col(Consent.id))
    .where(
        col(Consent.case_id) == bindparam("case_id"),
        col(Consent.recipients).op("&&")(bindparam("recipients", type_=ARRAY(Uuid))),
        col(Consent.confirm_by) > func.now() - bindparam("within", type_=Interval),
        col(Consent.second_agent_id).is_(None),
    )
    .limit(1)
)
_READER = bindparam("reader_id", type_=Uuid())
_RESPONSE = select(
    Consent, _now,
    answers_for_person(_READER, col(Consent.case_id)).label("answers"),
    answered_until(_READER, col(Consent.case_id)).label("answered_until"),
)  # fmt: skip
_READ = Statement(_RESPONSE.where(col(Consent.id) == bindparam("consent_id")))
_PAGE_OF_CASE, _PAGE = (
    Statement(page_of(_RESPONSE.where(*of_case), col(Consent.recorded_key)))
    for of_case in ((col(Consent.case_id) == bindparam("case_id"),), ())
)


def to_response(row: Any) -> ConsentRead:
    """Turn a row into a response for the organisation that answers for the person."""
    shown = {**row, "status": CONSENTS.status_now(row)}
    if row["legal_ground"] is not None:
        # It claims neither. What is stored is a filling for the version before.
        shown["given_by"] = shown["method"] = None
    return ConsentRead(**shown)


def to_response_for(row: Row, reader_id: UUID) -> ConsentRead:
    """Turn a row into a response for any reader.

    A recipient does not learn of the others. A former recorder reads the consent as it stood when
    it last answered for the person.
    """
    if row["answers"]:
        return to_response(row)
    consent = to_response(row if receives(row, reader_id) else _as_it_stood(row))
    return consent if row["organisation_id"] == reader_id else for_recipient(consent, reader_id)


def receives(row: Row, reader_id: UUID) -> bool:
    """Say whether a reader of this consent may receive something by it.

    It is named, or it is the shelter that the coordination found: nobody else sees the consent but
    who answers for the person and who recorded it.
    """
    found = row["coordination_finds"] and row["organisation_id"] != reader_id
    return row["active_since"] is not None and (reader_id in row["recipients"] or found)


def for_recipient(consent: ConsentRead, reader_id: UUID) -> ConsentRead:
    """Leave the reader as the only recipient."""
    return consent.model_copy(update={"recipients": [reader_id]})


def _as_it_stood(row: Row) -> dict[str, Any]:
    until = row["answered_until"] or row["recorded_at"]
    activated, ended = (
        row[name] is not None and row[name] > until for name in ("active_since", "ended_at")
    )
    shown = {**row, "now": min(row["now"], until)}
    if activated or ended:
        refused = row["refused_at"] is not None and row["refused_at"] <= until
        shown["status"] = (
            ConsentStatus.REFUSED if refused else _status_before(row, activated=activated)
        )
        shown["version"] = row["version"] - activated - ended
    if activated:
        shown["second_agent_id"] = None
    if ended:
        shown["ended_at"] = row["refused_at"] if shown["status"] == ConsentStatus.REFUSED else None
    return shown


def _status_before(row: Row, *, activated: bool) -> ConsentStatus:
    """Return the status before the consent ended or, if it was ``activated`` since, before that."""
    if row["confirm_by"] is not None and (activated or row["second_agent_id"] is None):
        return ConsentStatus.PROVISIONAL
    was_active = row["active_since"] is not None and not activated
    return ConsentStatus.ACTIVE if was_active else ConsentStatus.PROPOSED


async def find_consent(transaction: Transaction, consent_id: UUID, *, lock: bool = False) -> Row:
    """Find a consent within sight, with the database's ``now``; NotFound otherwise."""
    row = await transaction.one(_LOCK if lock else _GET, consent_id=consent_id)
    if row is None:
        raise NotFound
    return row


async def hold_consent(transaction: Transaction, consent_id: UUID) -> Row | None:
    """Find a consent that the caller may rely on, and hold it: a withdrawal waits for this act.

    None for one that does not exist, is out of sight, or may be read only.
    """
    return await transaction.one(_HOLD, consent_id=consent_id)


async def has_unconfirmed_ground(
    transaction: Transaction, case_id: UUID, recipients: Collection[UUID], within: timedelta
) -> bool:
    """Say whether a ground for one of these recipients has helped, and was not confirmed so far.

    One at a time asks this of a case, until the end of its act: of two grounds at once one helps.
    """
    await transaction.row(_ALONE, case_id=case_id)
    row = await transaction.one(
        _UNCONFIRMED, case_id=case_id, recipients=list(recipients), within=within
    )
    return row is not None


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
