"""The records of services given: the provider's own, and who reads their section of the case."""

from uuid import UUID

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.services_given.schemas import ServiceGivenRead
from referral_api.domain.protection.services_given.tables import ServiceGiven
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ServiceGivenPermission

SERVICES_GIVEN = recorded_lifecycle(
    ServiceGivenPermission.MARK_ERROR, (Side.SENDER, Side.COORDINATOR),
    correct=ServiceGivenPermission.CORRECT,
)  # fmt: skip
CORRECTED = (
    "offered_on", "answer_of_person", "began_on", "ended_on", "sessions", "amount", "region",
    "outcome", "sealed_note",
)  # fmt: skip


async def find_sides(transaction: Transaction, service: ServiceGiven) -> set[Side]:
    """Return the caller's sides of a service: its provider, or the coordination."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == service.provider_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(service: ServiceGiven) -> list[UUID]:
    told = {service.provider_organisation_id}
    # Who answers for the person reads this section; of others it cannot be said beforehand.
    if service.section == Section.PROTECTION and service.custodian_id is not None:
        told.add(service.custodian_id)
    return sorted(told, key=str)


SERVICE_GIVEN_RECORDS = Records(
    ServiceGiven,
    SERVICES_GIVEN,
    subject="service_given",
    creation=ServiceGivenPermission.RECORD,
    columns=(
        "id", "case_id", "section", "provider_organisation_id", "custodian_id", "status",
        "service_type", "service_id", "referral_id", "goal_id", *CORRECTED,
        "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=("status", *CORRECTED, "closed_at"),
    pages=VisiblePages(
        ServiceGiven, col(ServiceGiven.provider_organisation_id) == READER,
        section=Section.PROTECTION,
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="provider_organisation_id",
)  # fmt: skip


def to_response(row: Row, note: str | None = None) -> ServiceGivenRead:
    """Turn a row into a response."""
    return ServiceGivenRead(**row, note=note)
