"""The records of incidents: who recorded it, who answers for a case on it, the coordination."""

from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.identification.incidents.lifecycle import INCIDENTS
from referral_api.domain.identification.incidents.tables import Incident, IncidentCase
from referral_api.domain.identification.scenes.columns import SCENE_COLUMNS
from referral_api.domain.identification.scenes.counts import count_names
from referral_api.domain.identification.scenes.partial_dates import partial_date_names
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import IncidentPermission

CONTENTS = (
    *partial_date_names("detected_on"), *partial_date_names("reported_on"),
    "detected_by_organisation_id", "detection_method", *partial_date_names("began_on"),
    *partial_date_names("ended_on"), "still_going_on", *SCENE_COLUMNS, "sealed_locality",
    "movement_scope", "suspected_forms", *count_names("found"), "suspects_seen", "organised_group",
    "sealed_official_involved", "sealed_operation_name", "sealed_narrative",
)  # fmt: skip
_HANGS = col(IncidentCase.ended_at).is_(None)
_CUSTODY = and_(
    col(AccessGrant.case_id) == col(IncidentCase.case_id),
    col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
)
_ANSWERS = Statement(
    select(col(IncidentCase.id))
    .where(
        _HANGS, col(IncidentCase.incident_id) == bindparam("incident_id", type_=Uuid()),
        exists().where(live_grant(READER), _CUSTODY),
    )
    .limit(1)
)  # fmt: skip
_ANSWERED_FOR = col(Incident.id).in_(
    select(col(IncidentCase.incident_id))
    .join(AccessGrant, and_(live_grant(READER), _CUSTODY))
    .where(_HANGS)
)
_OF_CASE = exists().where(
    col(IncidentCase.incident_id) == col(Incident.id), _HANGS,
    col(IncidentCase.case_id) == bindparam("of_case", type_=Uuid()),
)  # fmt: skip


async def answers_for_a_case(transaction: Transaction, incident_id: UUID) -> bool:
    """Say whether the caller's organisation answers for a case that hangs on the incident."""
    found = await transaction.one(
        _ANSWERS, organisation_id=transaction.actor.organisation_id, incident_id=incident_id
    )
    return found is not None


async def find_sides(transaction: Transaction, incident: Incident) -> set[Side]:
    """Return the caller's sides: the creator's, a custodian's of its cases, the coordination's."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == incident.recorded_by_organisation_id,
        Side.CUSTODIAN: await answers_for_a_case(transaction, incident.id),
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


async def check_side(transaction: Transaction, incident_id: UUID, event: str) -> None:
    """Raise NotFound for an incident out of sight, Forbidden to who may not cause the event."""
    incident, _ = INCIDENT_RECORDS.load(await INCIDENT_RECORDS.find(transaction, incident_id))
    INCIDENTS.check_side(event, await find_sides(transaction, incident))


def _parties(incident: Incident) -> list[UUID]:
    return [incident.recorded_by_organisation_id]


INCIDENT_RECORDS = Records(
    Incident,
    INCIDENTS,
    subject="incident",
    creation=IncidentPermission.RECORD,
    columns=(
        "id", "code", "status", *CONTENTS, "recorded_by_organisation_id", "recorded_by_agent_id",
        "version",
    ),
    mutable=(
        "status", *CONTENTS, "merge_into_id", "merge_proposed_by_agent_id", "merged_into_id",
        "closed_at",
    ),
    pages=VisiblePages(
        Incident, col(Incident.recorded_by_organisation_id) == READER, _ANSWERED_FOR,
        filters={"of_case": _OF_CASE},
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip
