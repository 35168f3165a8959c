"""Recording, confirming, refusing and reading consents.

``domain/casework`` replaces and ends consents, because other records rest on them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.consents import (
    ConsentAnswer,
    ConsentGiver,
    ConsentMethod,
    ConsentStatus,
)
from referral_api.domain.consent.consents import queries
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.policy import HELPS_AT_ONCE, is_for
from referral_api.domain.consent.consents.schemas import ConsentRead, ConsentRecord
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.deadline_policy import GROUND_AGAIN
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden, MalformedInput, SecondPersonNeeded
from referral_api.permissions import ConsentPermission

_COLUMNS = (
    "id", "case_id", "status", "given_by", "method", "language", "interpreter", "purposes",
    "recipients", "coordination_finds", "sections", "valid_until", "do_not_contact",
    "document_sha256", "legal_ground", "supersedes_id", "organisation_id", "recorded_by_agent_id",
    "confirm_by", "recorded_by_client_id", "version",
)  # fmt: skip
_MUTABLE = ("status", "second_agent_id", "ended_at")
_EVENT, _OUTGOING = event_insert().cte("event"), outgoing_inserts().cte("outgoing")
_now = func.now().label("now")
_ADD = Statement(
    insert_into(Consent, *_COLUMNS).returning(Consent, _now).add_cte(_EVENT, _OUTGOING)
)
_SAVE = Statement(save_into(Consent, *_MUTABLE).returning(Consent, _now).add_cte(_EVENT, _OUTGOING))

_FIRST_STATUS = {
    ConsentAnswer.GIVEN: ConsentStatus.ACTIVE,
    ConsentAnswer.REFUSED: ConsentStatus.REFUSED,
    ConsentAnswer.AWAITED: ConsentStatus.PROPOSED,
}

_OPENS = {ConsentStatus.ACTIVE, ConsentStatus.PROVISIONAL}


async def check_recipients(transaction: Transaction, consent: ConsentRecord) -> None:
    """Refuse a consent for an organisation that does not exist or is not active."""
    await check_organisations_exist(transaction, "recipients", consent.recipients)


async def add_consent(
    transaction: Transaction, consent: ConsentRecord, confirmation: timedelta
) -> Row:
    """Insert a new consent and its event.

    A legal ground waits for its second person; an urgent one, for so long, helps before.
    MalformedInput for one that has run out already.
    """
    actor = transaction.actor
    status = await _first_status(transaction, consent)
    confirm_by: datetime | None = None
    if status is ConsentStatus.PROVISIONAL:
        confirm_by = await read_clock(transaction) + confirmation
    fields: dict[str, Any] = consent.model_dump(exclude={"answer", "id"}) | {
        "id": consent.id or uuid7(), "status": status, "confirm_by": confirm_by, "version": 1,
        "organisation_id": actor.organisation_id, "recorded_by_agent_id": actor.agent_id,
        "recorded_by_client_id": actor.client_id,
    }  # fmt: skip
    if consent.legal_ground is not None:
        # Fillings: the version before cannot read a consent without them. No answer shows them.
        fields |= {"given_by": ConsentGiver.AUTHORITY_ORDER, "method": ConsentMethod.WRITTEN}
    event = event_values(
        actor, ConsentPermission.RECORD, "consent", fields["id"], case_id=consent.case_id
    )
    told = _parties(fields, actor.organisation_id)
    row = await transaction.row(_ADD, **fields, **event, parties=told)
    # Afterwards, because the statement tells the time: nothing of it stays.
    if consent.valid_until is not None and consent.valid_until <= row["now"]:
        raise MalformedInput(errors=[{"pointer": "/valid_until", "code": "out_of_range"}])
    return row


def _parties(fields: Mapping[str, Any], acting: UUID) -> list[UUID]:
    """No recipient knows of a consent before it begins to open something."""
    opened = fields["status"] in _OPENS or fields.get("active_since") is not None
    recipients = fields["recipients"] if opened else []
    return list(dict.fromkeys([fields["organisation_id"], acting, *recipients]))


async def _first_status(transaction: Transaction, consent: ConsentRecord) -> ConsentStatus:
    status, ground = _FIRST_STATUS[consent.answer], consent.legal_ground
    if ground is None or status is not ConsentStatus.ACTIVE:
        return status
    # One officer does not keep access open by one ground after the other.
    if ground in HELPS_AT_ONCE and not await queries.has_unconfirmed_ground(
        transaction, consent.case_id, consent.recipients, GROUND_AGAIN
    ):
        return ConsentStatus.PROVISIONAL
    return ConsentStatus.PROPOSED


async def end_consent(transaction: Transaction, row: Row, event: str) -> ConsentRead:
    """End a consent by one of its events. The database ends the grants that rest on it."""
    return queries.to_response(await _transition(transaction, row, event, ended=True))


async def confirm_consent(transaction: Transaction, row: Row, version: int) -> Row:
    """Confirm a locked consent that is awaited, or a legal ground that another person recorded.

    Raise SecondPersonNeeded if the caller cannot be the second person of the ground, Conflict if
    the ground is a child's and the person is not treated as one any more.
    """
    ground = row["legal_ground"]
    if ground is not None:
        _check_second_person(transaction, row)
    await check_open(transaction, row["case_id"])
    case = await get_case(transaction, row["case_id"])
    if ground is None:
        check_not_reported_dead(case)
    elif not is_for(ground, case):
        raise Conflict("The person is not treated as a child.")
    return await _transition(transaction, row, "confirm", version=version)


def _check_second_person(transaction: Transaction, row: Row) -> None:
    """Two people of the organisation that answers for her, which receives nothing by it.

    One machine key never stands for both.
    """
    actor = transaction.actor
    if (
        row["recorded_by_agent_id"] == actor.agent_id
        or actor.organisation_id in row["recipients"]
        or (actor.client_id is not None and row["recorded_by_client_id"] == actor.client_id)
    ):
        raise SecondPersonNeeded


async def refuse_consent(transaction: Transaction, row: Row, version: int) -> Row:
    """Record that the awaited answer was no, or that the second person did not confirm."""
    return await _transition(transaction, row, "refuse", version=version, ended=True)


async def _transition(
    transaction: Transaction,
    row: Row,
    event: str,
    *,
    version: int | None = None,
    ended: bool = False,
) -> Row:
    consent = Consent(**{name: value for name, value in row.items() if name != "now"})
    by_time = CONSENTS.events[event].deadline is not None
    status = row["status"] if by_time else CONSENTS.status_now(row)
    consent.status = CONSENTS.target(event, status, consent)
    if version is not None:
        check_version(version, consent.version)
    if event == "confirm" and consent.legal_ground is not None:
        consent.second_agent_id = transaction.actor.agent_id
    if ended:
        consent.ended_at = row["now"]
    permission = CONSENTS.events[event].permission
    if permission is None:
        raise LookupError("this transition is never stored")
    values = event_values(
        transaction.actor, permission, "consent", consent.id, case_id=consent.case_id
    )  # fmt: skip
    told = _parties(consent.model_dump(), transaction.actor.organisation_id)
    change = update_values(consent, *_MUTABLE)
    saved = await transaction.one(_SAVE, **change, **values, parties=told)
    if saved is None:
        raise Forbidden
    return saved


async def read_consent(transaction: Transaction, consent_id: UUID) -> ConsentRead:
    """Read a consent within sight."""
    row = await queries.read_row(transaction, consent_id)
    await record(transaction, ConsentPermission.READ, "consent", consent_id, case_id=row["case_id"])
    return queries.to_response_for(row, transaction.actor.organisation_id)


async def list_consents(
    transaction: Transaction, case_id: UUID | None, window: Window
) -> Slice[ConsentRead]:
    """List the consents within sight, of one case if asked."""
    rows = await queries.list_rows(transaction, case_id, window)
    reader_id = transaction.actor.organisation_id
    shown = [queries.to_response_for(row, reader_id) for row in rows]
    page = window.slice(shown, rows)
    cases = list(dict.fromkeys(row["case_id"] for row in rows[: window.limit]))
    await record(transaction, ConsentPermission.LIST, "consent", case_ids=cases)
    return page
