"""Reading incidents: one, with what this reader may open of it; or many, without."""

from uuid import UUID

from sqlalchemy import Uuid, and_, any_, bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.access.visible_pages import READER
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.incidents import IncidentStatus
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.identification.incidents.records import (
    INCIDENT_RECORDS,
    answers_for_a_case,
)
from referral_api.domain.identification.incidents.schemas import IncidentCaseRead, IncidentRead
from referral_api.domain.identification.incidents.tables import IncidentCase
from referral_api.domain.identification.scenes.columns import scene_of
from referral_api.domain.identification.scenes.counts import counted
from referral_api.domain.records.sealed.keys import find_key, open_texts
from referral_api.permissions import IncidentPermission
from referral_api.security.vault import Vault

_LISTS = ("acts", "means", "forms")
_ITS = and_(
    col(IncidentCase.incident_id) == bindparam("incident_id", type_=Uuid()),
    col(IncidentCase.ended_at).is_(None),
)
# Of the cases and decisions that row security shows to the reader.
_FOUND = Statement(
    select(*(col(getattr(Decision, name)) for name in _LISTS))
    .join(IncidentCase, col(IncidentCase.case_id) == col(Decision.case_id))
    .where(_ITS)
)
_NUMBER = Statement(select(func.count().label("number")).select_from(IncidentCase).where(_ITS))
_INQUIRY = Statement(
    select(col(IncidentCase.id))
    .join(AccessGrant, col(AccessGrant.case_id) == col(IncidentCase.case_id))
    .where(
        _ITS, live_grant(READER), col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
        literal_code("justice") == any_(col(AccessGrant.reads)),
    )
    .limit(1)
)  # fmt: skip
_CASES = Statement(page_of(select(IncidentCase).where(_ITS), col(IncidentCase.recorded_key)))


async def read_incident(transaction: Transaction, vault: Vault, incident_id: UUID) -> IncidentRead:
    """Read an incident within sight, with what this reader may open of it."""
    row = await INCIDENT_RECORDS.read(transaction, incident_id, IncidentPermission.READ)
    actor = transaction.actor
    answers = await answers_for_a_case(transaction, incident_id)
    opened: dict[str, str | None] = {}
    if answers or row["recorded_by_organisation_id"] == actor.organisation_id:
        words = ["locality", "operation_name", "narrative"]
        if await transaction.one(
            _INQUIRY, organisation_id=actor.organisation_id, incident_id=incident_id
        ):
            words.append("official_involved")
        key = await find_key(transaction, incident_id)
        opened = open_texts(vault, key, "incident", incident_id, row, *words)
    number = None
    if answers or actor.coordinates:
        async with transaction.elevated():
            number = (await transaction.row(_NUMBER, incident_id=incident_id))["number"]
    found = await transaction.all(_FOUND, incident_id=incident_id)
    joined = {name: sorted({code for one in found for code in one[name]}) for name in _LISTS}
    return to_response(row, opened, joined, number)


def to_response(
    row: Row, opened: dict[str, str | None] | None = None,
    joined: dict[str, list[str]] | None = None, number: int | None = None,
) -> IncidentRead:  # fmt: skip
    """Turn a row into a response; without more, nothing sealed and nothing of its cases."""
    words = opened or {}
    official = words.get("official_involved")
    return IncidentRead(
        **{**row, **(joined or {name: [] for name in _LISTS})},
        place=scene_of(row, words.get("locality")), people_found=counted("found", row),
        cases_linked=number, accused_linked=None, operation_name=words.get("operation_name"),
        official_involved=None if official is None else Answer(official),
        narrative=words.get("narrative"),
    )  # fmt: skip


async def show_incident(transaction: Transaction, incident_id: UUID) -> IncidentRead:
    """Show an incident without what is sealed, and without its cases."""
    return to_response(await INCIDENT_RECORDS.find(transaction, incident_id))


async def list_incidents(
    transaction: Transaction, case_id: UUID | None, status: IncidentStatus | None, window: Window
) -> Slice[IncidentRead]:
    """List the incidents within sight, newest first, without what is sealed."""
    return await INCIDENT_RECORDS.list(
        transaction, window, IncidentPermission.LIST, to_response, of_case=case_id, status=status
    )


async def list_cases(
    transaction: Transaction, incident_id: UUID, window: Window
) -> Slice[IncidentCaseRead]:
    """List the cases that hang on an incident, of those that the reader answers for; all of them
    to the coordination.
    """
    await INCIDENT_RECORDS.find(transaction, incident_id)
    rows = await transaction.all(_CASES, incident_id=incident_id, **window.parameters)
    cases = [row["case_id"] for row in rows[: window.limit]]
    await record(
        transaction, IncidentPermission.LIST_CASES, "incident", incident_id, case_ids=cases
    )
    return window.slice([IncidentCaseRead(**row) for row in rows], rows)
