"""The records of incidents: their sides, and who is told. The host hears of no complaint."""

from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam
from sqlmodel import col

from referral_api.database.statements import Row, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.casework.stay_incidents.schemas import StayIncidentRead
from referral_api.domain.casework.stay_incidents.tables import StayIncident
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.stays import StayIncidentKind
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import StayIncidentPermission

_COMPLAINT = StayIncidentKind.COMPLAINT_ABOUT_STAFF
STAY_INCIDENTS = recorded_lifecycle(
    StayIncidentPermission.MARK_ERROR, (Side.SENDER, Side.COORDINATOR)
)


async def find_sides(transaction: Transaction, incident: StayIncident) -> set[Side]:
    """Return the caller's sides of an incident: who recorded it, or the coordination."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == incident.recorded_by_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(incident: StayIncident) -> list[UUID]:
    told = {incident.host_organisation_id, incident.custodian_id} - {None}
    if incident.kind == _COMPLAINT:
        told -= {incident.host_organisation_id}
    return sorted(told, key=str)  # type: ignore[arg-type]


STAY_INCIDENT_RECORDS = Records(
    StayIncident,
    STAY_INCIDENTS,
    subject="stay_incident",
    creation=StayIncidentPermission.RECORD,
    columns=(
        "id", "case_id", "stay_id", "host_organisation_id", "custodian_id", "status", "kind",
        "gravity", "told_to", "happened_at", "sealed_note", "recorded_by_organisation_id",
        "recorded_by_agent_id", "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(
        StayIncident,
        and_(
            col(StayIncident.host_organisation_id) == READER,
            col(StayIncident.kind) != literal_code(_COMPLAINT),
        ),
        section=Section.PROTECTION,
        filters={"stay": col(StayIncident.stay_id) == bindparam("stay", type_=Uuid())},
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="host_organisation_id",
)  # fmt: skip


def to_response(row: Row, note: str | None = None) -> StayIncidentRead:
    """Turn a row into a response."""
    return StayIncidentRead(**row, note=note)
