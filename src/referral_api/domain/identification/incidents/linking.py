"""Linking cases to an incident: all that are named or none, each with its own event."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, update
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_all
from referral_api.domain.identification.incidents.reading import to_response
from referral_api.domain.identification.incidents.records import INCIDENT_RECORDS, check_side
from referral_api.domain.identification.incidents.schemas import IncidentLink, IncidentRead
from referral_api.domain.identification.incidents.tables import Incident, IncidentCase
from referral_api.errors import Conflict, MalformedInput
from referral_api.permissions import IncidentPermission

_THESE = col(IncidentCase.case_id) == any_(bindparam("case_ids", type_=ARRAY(Uuid)))
_HANGS = col(IncidentCase.ended_at).is_(None)
_ON = col(IncidentCase.incident_id) == bindparam("incident_id", type_=Uuid())
_ELSEWHERE = Statement(select(col(IncidentCase.case_id)).where(_THESE, _HANGS).limit(1))
_ADD = Statement(
    insert_into(
        IncidentCase, "id", "incident_id", "case_id", "linked_by_organisation_id",
        "linked_by_agent_id",
    )
)  # fmt: skip
_END = Statement(
    update(IncidentCase)
    .where(_THESE, _HANGS, _ON)
    .values(ended_at=func.now())
    .returning(col(IncidentCase.case_id))
)


async def link_cases(
    transaction: Transaction, incident_id: UUID, link: IncidentLink, version: int
) -> IncidentRead:
    """Link cases that the caller answers for; Conflict if one hangs on an incident already."""
    await check_side(transaction, incident_id, "link_case")
    case_ids = _distinct(link)
    await check_answers_for_all(transaction, case_ids)
    actor = transaction.actor

    async def attach(_: Incident, __: datetime) -> None:
        if await transaction.one(_ELSEWHERE, case_ids=case_ids) is not None:
            raise Conflict("One of these cases hangs on an incident already.")
        for case_id in case_ids:
            await record(
                transaction, IncidentPermission.LINK_CASE, "incident", incident_id, case_id=case_id
            )
            await transaction.run(
                _ADD, id=uuid7(), incident_id=incident_id, case_id=case_id,
                linked_by_organisation_id=actor.organisation_id, linked_by_agent_id=actor.agent_id,
            )  # fmt: skip

    row = await INCIDENT_RECORDS.transition(transaction, incident_id, "link_case", version, attach)
    return to_response(row)


async def unlink_cases(
    transaction: Transaction, incident_id: UUID, link: IncidentLink, version: int
) -> IncidentRead:
    """Take cases that the caller answers for off an incident; all that are named, or none."""
    await check_side(transaction, incident_id, "unlink_case")
    case_ids = _distinct(link)
    await check_answers_for_all(transaction, case_ids)

    async def detach(_: Incident, __: datetime) -> None:
        for case_id in case_ids:
            await record(
                transaction, IncidentPermission.UNLINK_CASE, "incident", incident_id,
                case_id=case_id,
            )  # fmt: skip
        ended = await transaction.all(_END, case_ids=case_ids, incident_id=incident_id)
        if len(ended) < len(case_ids):
            raise Conflict("One of these cases does not hang on this incident.")

    row = await INCIDENT_RECORDS.transition(
        transaction, incident_id, "unlink_case", version, detach
    )
    return to_response(row)


def _distinct(link: IncidentLink) -> Sequence[UUID]:
    found = list(dict.fromkeys(link.case_ids))
    if len(found) < len(link.case_ids):
        raise MalformedInput(errors=[{"pointer": "/case_ids", "code": "invalid_value"}])
    return found
