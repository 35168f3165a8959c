"""Merging two incidents that are one: two persons where two organisations recorded them.

The cases move to the one that stays; both codes stay.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, update
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.incidents import IncidentStatus
from referral_api.domain.identification.incidents.reading import to_response
from referral_api.domain.identification.incidents.records import INCIDENT_RECORDS, check_side
from referral_api.domain.identification.incidents.schemas import IncidentMerge, IncidentRead
from referral_api.domain.identification.incidents.tables import Incident, IncidentCase
from referral_api.errors import Conflict, Forbidden, MalformedInput, NotFound, SecondPersonNeeded
from referral_api.permissions import IncidentPermission

_FROM = col(IncidentCase.incident_id) == bindparam("from_id", type_=Uuid())
_HANGING = Statement(
    select(col(IncidentCase.case_id)).where(_FROM, col(IncidentCase.ended_at).is_(None))
)
_MOVE = Statement(
    update(IncidentCase)
    .where(_FROM, col(IncidentCase.ended_at).is_(None))
    .values(incident_id=bindparam("into_id", type_=Uuid()))
)
_STAYS = (IncidentStatus.OPEN, IncidentStatus.CLOSED)


async def propose_merge(
    transaction: Transaction, incident_id: UUID, merge: IncidentMerge, version: int
) -> IncidentRead:
    """Propose that an incident is another one; a second person then merges them."""
    await check_side(transaction, incident_id, "propose_merge")
    await _lock_both(transaction, incident_id, merge.into_id)

    async def propose(incident: Incident, _: datetime) -> None:
        await _find_other(transaction, incident, merge)
        incident.merge_into_id = merge.into_id
        incident.merge_proposed_by_agent_id = transaction.actor.agent_id

    row = await INCIDENT_RECORDS.transition(
        transaction, incident_id, "propose_merge", version, propose
    )
    return to_response(row)


async def merge_incident(
    transaction: Transaction, incident_id: UUID, merge: IncidentMerge, version: int
) -> IncidentRead:
    """Merge an incident into another; SecondPersonNeeded where two organisations recorded them and
    nobody else has proposed it.
    """
    await check_side(transaction, incident_id, "merge")
    await _lock_both(transaction, incident_id, merge.into_id)

    async def move(incident: Incident, _: datetime) -> None:
        other = await _find_other(transaction, incident, merge)
        apart = incident.recorded_by_organisation_id != other["recorded_by_organisation_id"]
        proposer = incident.merge_proposed_by_agent_id
        proposed = incident.merge_into_id == merge.into_id and proposer is not None
        if apart and (not proposed or proposer == transaction.actor.agent_id):
            raise SecondPersonNeeded
        incident.merge_into_id, incident.merged_into_id = None, merge.into_id
        incident.merge_proposed_by_agent_id = None
        async with transaction.elevated():
            cases = [row["case_id"] for row in await transaction.all(_HANGING, from_id=incident_id)]
            for case_id in cases:
                await record(
                    transaction, IncidentPermission.MERGE, "incident", incident_id, case_id=case_id
                )
            await transaction.run(_MOVE, from_id=incident_id, into_id=merge.into_id)

    row = await INCIDENT_RECORDS.transition(transaction, incident_id, "merge", version, move)
    return to_response(row)


async def _lock_both(transaction: Transaction, incident_id: UUID, into_id: UUID) -> None:
    """Lock both incidents: neither is merged meanwhile."""
    async with transaction.elevated():
        for one in sorted({incident_id, into_id}, key=str):
            with suppress(NotFound):  # which the change says, after the version
                await INCIDENT_RECORDS.lock(transaction, one)


async def _find_other(transaction: Transaction, incident: Incident, merge: IncidentMerge) -> Row:
    """Find the incident that stays. Only the coordination merges those of two organisations."""
    other = await INCIDENT_RECORDS.find(transaction, merge.into_id)
    if merge.into_id == incident.id:
        raise MalformedInput(errors=[{"pointer": "/into_id", "code": "invalid_value"}])
    if other["status"] not in _STAYS:
        raise Conflict("That incident was merged itself, or is an error.")
    recorded_by = {incident.recorded_by_organisation_id, other["recorded_by_organisation_id"]}
    own = recorded_by == {transaction.actor.organisation_id}
    if not transaction.actor.coordinates and not own:
        raise Forbidden
    return other
