"""Recording an incident of a stay, and reading it."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.stay_incidents.records import (
    STAY_INCIDENT_RECORDS,
    STAY_INCIDENTS,
    find_sides,
    to_response,
)
from referral_api.domain.casework.stay_incidents.schemas import StayIncidentRead, StayIncidentRecord
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.stays import StayIncidentKind
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.stays.records import STAY_RECORDS
from referral_api.domain.records.happened import check_happened
from referral_api.errors import Forbidden
from referral_api.permissions import StayIncidentPermission
from referral_api.security.vault import Vault

_PURPOSE = "stay_incident.sealed_note"


async def record_incident(
    transaction: Transaction, vault: Vault, stay_id: UUID, incident: StayIncidentRecord
) -> StayIncidentRead:
    """Record, as the host or as who answers for the person, what happened during a stay.

    A complaint about staff is told to who answers for the person and, by an alert, to the
    coordination; the host does not read it, even where its own agent wrote it down.
    """
    stay = await STAY_RECORDS.find(transaction, stay_id)
    actor = transaction.actor
    if actor.organisation_id not in {stay["host_organisation_id"], stay["custodian_id"]}:
        raise Forbidden
    check_happened(incident.happened_at, since=stay["arrived_at"], now=stay["now"])
    fields = incident.model_dump(exclude={"note"}) | {
        "id": incident.id or uuid7(), "case_id": stay["case_id"], "stay_id": stay_id,
        "host_organisation_id": stay["host_organisation_id"], "version": 1,
        "custodian_id": stay["custodian_id"], "status": RecordStatus.RECORDED,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
        "sealed_note": await seal_narrative(
            transaction, vault, stay["case_id"], _PURPOSE, incident.note
        ),
    }  # fmt: skip
    # Who writes a complaint down may not read it afterwards.
    async with transaction.elevated():
        row = await STAY_INCIDENT_RECORDS.add(transaction, fields)
    if incident.kind is StayIncidentKind.COMPLAINT_ABOUT_STAFF:
        await raise_alert(
            transaction, AlertKind.COMPLAINT_ABOUT_STAFF, case_id=row["case_id"],
            about_id=row["id"], organisation_id=row["host_organisation_id"],
        )  # fmt: skip
    return to_response(row)


async def read_incident(
    transaction: Transaction, vault: Vault, incident_id: UUID
) -> StayIncidentRead:
    """Read an incident within sight; its parties also read the note."""
    row = await STAY_INCIDENT_RECORDS.read(transaction, incident_id, StayIncidentPermission.READ)
    parties = {row["host_organisation_id"], row["custodian_id"]}
    if transaction.actor.organisation_id not in parties:
        return to_response(row)
    note = await open_narrative(transaction, vault, row["case_id"], _PURPOSE, row["sealed_note"])
    return to_response(row, note)


async def list_incidents(
    transaction: Transaction, case_id: UUID | None, stay_id: UUID | None, window: Window
) -> Slice[StayIncidentRead]:
    """List the incidents within sight, newest first, without their notes."""
    return await STAY_INCIDENT_RECORDS.list(
        transaction, window, StayIncidentPermission.LIST, to_response, case_id=case_id,
        stay=stay_id,
    )  # fmt: skip


async def mark_incident_as_error(
    transaction: Transaction, incident_id: UUID, version: int
) -> StayIncidentRead:
    """Mark an incident that should never have been recorded."""
    row = await STAY_INCIDENT_RECORDS.find(transaction, incident_id)
    # Asked before it is locked, which the database allows to these sides only.
    incident, _ = STAY_INCIDENT_RECORDS.load(row)
    STAY_INCIDENTS.check_side("mark_error", await find_sides(transaction, incident))
    return to_response(
        await STAY_INCIDENT_RECORDS.transition(transaction, incident_id, "mark_error", version)
    )
