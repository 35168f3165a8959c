"""Recording, correcting, closing and reopening incidents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.incidents import IncidentStatus
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.identification.incidents.reading import to_response
from referral_api.domain.identification.incidents.records import INCIDENT_RECORDS, check_side
from referral_api.domain.identification.incidents.schemas import (
    IncidentContents,
    IncidentRead,
    IncidentRecord,
)
from referral_api.domain.identification.incidents.tables import Incident
from referral_api.domain.identification.scenes.columns import check_scene, scene_values
from referral_api.domain.identification.scenes.counts import count_values
from referral_api.domain.identification.scenes.partial_dates import (
    check_in_order,
    check_not_ahead,
    partial_date_values,
)
from referral_api.domain.identification.spoken_codes import make_spoken_code
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.records.sealed.keys import find_key, keep_key, seal_texts
from referral_api.errors import Conflict, Forbidden
from referral_api.security.vault import Vault, WrappedKey

_DATES = ("detected_on", "reported_on", "began_on", "ended_on")
_COPIED = (
    "detection_method", "still_going_on", "movement_scope", "suspected_forms", "suspects_seen",
    "organised_group",
)  # fmt: skip


async def record_incident(
    transaction: Transaction, vault: Vault, incident: IncidentRecord
) -> IncidentRead:
    """Record an incident of the caller's organisation, with a key of its own."""
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    await _check(transaction, incident)
    incident_id = incident.id or uuid7()
    key = vault.make_key(incident_id)
    row = await INCIDENT_RECORDS.add(
        transaction,
        {
            **_contents(transaction, vault, key, incident_id, incident), "id": incident_id,
            "code": make_spoken_code(), "status": IncidentStatus.OPEN, "version": 1,
            "recorded_by_organisation_id": actor.organisation_id,
            "recorded_by_agent_id": actor.agent_id,
        },
    )  # fmt: skip
    await keep_key(transaction, "incident", incident_id, key)
    return to_response(row)


async def correct_incident(
    transaction: Transaction, vault: Vault, incident_id: UUID, contents: IncidentContents,
    version: int,
) -> IncidentRead:  # fmt: skip
    """Replace what is known of an open incident.

    What only the inquiry of its cases reads stays as it is, unless it is told anew.
    """
    await check_side(transaction, incident_id, "correct")
    key = await find_key(transaction, incident_id)
    if key is None:
        raise Conflict("What is sealed of this incident was destroyed.")
    await _check(transaction, contents)
    told = _contents(transaction, vault, key, incident_id, contents)
    if "official_involved" not in contents.model_fields_set:
        del told["sealed_official_involved"]

    def correct(incident: Incident, _: datetime) -> None:
        for name, value in told.items():
            setattr(incident, name, value)

    row = await INCIDENT_RECORDS.transition(transaction, incident_id, "correct", version, correct)
    return to_response(row)


async def move_incident(
    transaction: Transaction, incident_id: UUID, event: str, version: int
) -> IncidentRead:
    """Close an incident, reopen it, or mark it as an error."""
    await check_side(transaction, incident_id, event)

    def move(incident: Incident, _: datetime) -> None:
        incident.closed_at = None if event == "reopen" else incident.closed_at

    row = await INCIDENT_RECORDS.transition(transaction, incident_id, event, version, move)
    return to_response(row)


async def _check(transaction: Transaction, contents: IncidentContents) -> None:
    check_scene(contents.place)
    now = await read_clock(transaction)
    check_not_ahead(now.date(), **{name: getattr(contents, name) for name in _DATES})
    check_in_order(contents.began_on, contents.ended_on, field="ended_on")
    if contents.detected_by_organisation_id is not None:
        detected_by = [contents.detected_by_organisation_id]
        await check_organisations_exist(transaction, "detected_by_organisation_id", detected_by)


def _contents(
    transaction: Transaction, vault: Vault, key: WrappedKey, incident_id: UUID,
    contents: IncidentContents,
) -> dict[str, Any]:  # fmt: skip
    detected_by = contents.detected_by_organisation_id or transaction.actor.organisation_id
    columns = {name: getattr(contents, name) for name in _COPIED} | scene_values(contents.place)
    for name in _DATES:
        columns |= partial_date_values(name, getattr(contents, name))
    columns |= count_values("found", contents.people_found)
    columns |= seal_texts(
        vault, key, "incident", incident_id, locality=contents.place.locality,
        official_involved=contents.official_involved.value, narrative=contents.narrative,
        operation_name=contents.operation_name,
    )  # fmt: skip
    return columns | {"detected_by_organisation_id": detected_by}
