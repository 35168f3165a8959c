"""Recording, correcting and reading services given. None needs a status, a plan or a testimony."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import below_ceiling
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.services_given import ServiceAnswer, section_of
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.services_given.records import (
    CORRECTED,
    SERVICE_GIVEN_RECORDS,
    to_response,
)
from referral_api.domain.protection.services_given.schemas import (
    ServiceGivenCorrect,
    ServiceGivenFields,
    ServiceGivenRead,
    ServiceGivenRecord,
)
from referral_api.domain.protection.services_given.tables import ServiceGiven
from referral_api.domain.protection.support_plans.goals import check_goal
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.permissions import ServiceGivenPermission
from referral_api.security.vault import Vault

_PURPOSE = "service_given.sealed_note"
_TAKEN_UP = frozenset({ServiceAnswer.ACCEPTED, ServiceAnswer.LATER})


async def record_service(
    transaction: Transaction, vault: Vault, case_id: UUID, service: ServiceGivenRecord
) -> ServiceGivenRead:
    """Record a service of the caller's organisation, for a person whom it sees or was referred.

    NotFound for a case out of sight, unless the caller names its own referral: a service that was
    given stays one after the referral has ended. Forbidden where the type of the organisation may
    never hold the section.
    """
    actor = transaction.actor
    if service.referral_id is None:
        custodian_id = (await get_case(transaction, case_id)).protection_custodian_id
    else:
        row = await REFERRAL_RECORDS.find(transaction, service.referral_id)
        if row["case_id"] != case_id or row["receiver_id"] != actor.organisation_id:
            raise NotFound
        custodian_id = row["custodian_id"] or row["sender_id"]
    section = section_of(service.service_type)
    if section not in below_ceiling(actor.organisation_type, frozenset({section})):
        raise Forbidden
    _check_days(service, await read_clock(transaction))
    if service.goal_id is not None:
        await check_goal(transaction, case_id, service.goal_id)
    fields: dict[str, Any] = service.model_dump(exclude={"note"}) | {
        "id": service.id or uuid7(), "case_id": case_id, "section": section, "version": 1,
        "provider_organisation_id": actor.organisation_id, "custodian_id": custodian_id,
        "status": RecordStatus.RECORDED, "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
        "sealed_note": await seal_narrative(transaction, vault, case_id, _PURPOSE, service.note),
    }  # fmt: skip
    return to_response(await SERVICE_GIVEN_RECORDS.add(transaction, fields))


def _check_days(service: ServiceGivenFields, now: datetime) -> None:
    """Refuse days of the future or out of order, and one that was given and not wished for."""
    today: date = now.date()
    began, ended = service.began_on, service.ended_on
    wrong = {
        "offered_on": service.offered_on > today,
        "began_on": began is not None
        and (not service.offered_on <= began <= today or service.answer_of_person not in _TAKEN_UP),
        "ended_on": ended is not None and (began is None or not began <= ended <= today),
        "region": not service.region.in_mali,
    }
    errors = [{"pointer": f"/{name}", "code": "out_of_range"} for name, found in wrong.items()
              if found]  # fmt: skip
    if errors:
        raise MalformedInput(errors=errors)


async def correct_service(
    transaction: Transaction, vault: Vault, case_id: UUID, service_given_id: UUID,
    correction: ServiceGivenCorrect, version: int,
) -> ServiceGivenRead:  # fmt: skip
    """Correct what was recorded, as the provider."""
    await check_of_case(transaction, SERVICE_GIVEN_RECORDS, case_id, service_given_id, "correct")

    async def correct(service: ServiceGiven, now: datetime) -> None:
        _check_days(correction, now)
        fields = correction.model_dump(exclude={"note"}) | {
            "sealed_note": await seal_narrative(
                transaction, vault, case_id, _PURPOSE, correction.note
            )
        }
        for name in CORRECTED:
            setattr(service, name, fields[name])

    row = await SERVICE_GIVEN_RECORDS.transition(
        transaction, service_given_id, "correct", version, correct
    )
    return to_response(row)


async def mark_service_as_error(
    transaction: Transaction, case_id: UUID, service_given_id: UUID, version: int
) -> ServiceGivenRead:
    """Mark a service that was never offered. It is out of every figure."""
    await check_of_case(transaction, SERVICE_GIVEN_RECORDS, case_id, service_given_id, "mark_error")
    return to_response(
        await SERVICE_GIVEN_RECORDS.transition(transaction, service_given_id, "mark_error", version)
    )


async def read_service(
    transaction: Transaction, vault: Vault, case_id: UUID, service_given_id: UUID
) -> ServiceGivenRead:
    """Read a service within sight, with its note; the coordination reads no note."""
    await check_of_case(transaction, SERVICE_GIVEN_RECORDS, case_id, service_given_id)
    row = await SERVICE_GIVEN_RECORDS.read(
        transaction, service_given_id, ServiceGivenPermission.READ
    )
    if transaction.actor.coordinates:
        return to_response(row)
    note = await open_narrative(transaction, vault, case_id, _PURPOSE, row["sealed_note"])
    return to_response(row, note)


async def list_services(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[ServiceGivenRead]:
    """List the services of a case within sight, newest first, without their notes."""
    return await SERVICE_GIVEN_RECORDS.list(
        transaction, window, ServiceGivenPermission.LIST, to_response, case_id=case_id
    )
