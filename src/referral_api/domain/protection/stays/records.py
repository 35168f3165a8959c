"""The records of stays: the host and who answers for the person; the coordination sees the flow."""

import json
from uuid import UUID

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.stays.lifecycle import STAYS
from referral_api.domain.protection.stays.schemas import Absence, PeopleRead, StayRead
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import StayPermission

ARRIVAL = (
    "arrived_at", "arrival_state", "with_women", "with_girls", "with_men", "with_boys",
    "with_unknown", "rules_explained_in", "free_to_leave_told",
)  # fmt: skip


async def find_sides(transaction: Transaction, stay: Stay) -> set[Side]:
    """Return the caller's sides of a stay: the host's, the custodian's, the coordination's."""
    actor = transaction.actor
    sides = {
        Side.RECEIVER: actor.organisation_id == stay.host_organisation_id,
        Side.CUSTODIAN: actor.organisation_id == stay.custodian_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(stay: Stay) -> list[UUID]:
    told = {stay.host_organisation_id, stay.custodian_id} - {None}
    return sorted(told, key=str)  # type: ignore[arg-type]


STAY_RECORDS = Records(
    Stay,
    STAYS,
    subject="stay",
    creation=StayPermission.RECORD,
    columns=(
        "id", "case_id", "host_organisation_id", "custodian_id", "unit", "referral_id",
        "handoff_id", "status", "expected_at", *ARRIVAL, "recorded_by_organisation_id",
        "recorded_by_agent_id", "version",
    ),
    mutable=(
        "status", *ARRIVAL, "absence_id", "absent_since", "return_expected_at", "absence_planned",
        "return_by", "return_delay_at", "absences", "departed_at", "departure_reason",
        "departure_wished", "destination_kind", "destination_region", "sealed_destination",
        "closed_at",
    ),
    pages=VisiblePages(
        Stay, col(Stay.host_organisation_id) == READER, section=Section.PROTECTION,
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="host_organisation_id",
)  # fmt: skip


def is_overdue(row: Row) -> bool:
    """Say whether the person is away for too long, at the row's ``now``, reported or not."""
    return STAYS.is_late(row, "return_by")


def to_response(row: Row, locality: str | None = None) -> StayRead:
    """Turn a row into a response; asyncpg returns JSONB as text."""
    return StayRead(
        **{**row, "absences": [Absence(**one) for one in json.loads(row["absences"])]},
        with_person=PeopleRead(
            **{name: row[f"with_{name}"] for name in ("women", "girls", "men", "boys", "unknown")}
        ),
        return_overdue=is_overdue(row),
        destination_locality=locality,
    )
