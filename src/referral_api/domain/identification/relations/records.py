"""The records of relations, shown from the side of the file that is asked about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import false

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.persons import RelationKind
from referral_api.domain.identification.relations.schemas import CaseRelationRead
from referral_api.domain.identification.relations.tables import CaseRelation
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import CaseRelationPermission


async def find_sides(transaction: Transaction, relation: CaseRelation) -> set[Side]:
    """Return the caller's sides of a relation."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == relation.recorded_by_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(relation: CaseRelation) -> list[UUID]:
    return [relation.recorded_by_organisation_id]


RELATION_RECORDS = Records(
    CaseRelation,
    recorded_lifecycle(CaseRelationPermission.MARK_ERROR, [Side.SENDER, Side.COORDINATOR]),
    subject="case_relation",
    creation=CaseRelationPermission.RECORD,
    columns=(
        "id", "case_id", "other_case_id", "status", "kind", "recorded_by_organisation_id",
        "recorded_by_agent_id", "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(CaseRelation, false(), section=Section.PROTECTION),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(row: Row, case_id: UUID, visible: Mapping[UUID, str]) -> CaseRelationRead:
    """Show a relation from the side of a file; ``visible`` are the codes of files within sight."""
    turned = row["case_id"] != case_id
    other: UUID = row["case_id" if turned else "other_case_id"]
    kind = RelationKind(row["kind"])
    code = visible.get(other)
    shown: dict[str, Any] = dict(row) | {
        "case_id": case_id, "kind": kind.seen_from_the_other if turned else kind,
        "other_case_id": None if code is None else other, "other_case_code": code,
    }  # fmt: skip
    return CaseRelationRead(**shown)
