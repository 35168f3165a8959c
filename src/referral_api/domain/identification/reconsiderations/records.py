"""The records of reconsiderations: who asks, and the organisations that answer for the case."""

from uuid import UUID

from sqlalchemy import any_, bindparam, literal, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.reconsiderations.lifecycle import RECONSIDERATIONS
from referral_api.domain.identification.reconsiderations.schemas import ReconsiderationRead
from referral_api.domain.identification.reconsiderations.tables import Reconsideration
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ReconsiderationPermission

# Of either chain, if it writes what was found.
_ANSWERS = Statement(
    select(col(AccessGrant.id)).where(
        live_grant(bindparam("organisation_id")),
        col(AccessGrant.case_id) == bindparam("case_id"),
        col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
        literal(Section.EXPLOITATION.value) == any_(col(AccessGrant.writes)),
    )
)


async def find_sides(transaction: Transaction, asked: Reconsideration) -> set[Side]:
    """Return the caller's sides of a reconsideration."""
    mine = transaction.actor.organisation_id
    answers = await transaction.one(_ANSWERS, organisation_id=mine, case_id=asked.case_id)
    sides = {
        Side.SENDER: mine == asked.recorded_by_organisation_id,
        Side.CUSTODIAN: answers is not None,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(asked: Reconsideration) -> list[UUID]:
    # Who answers for the person may not read this section; who asked, and who decided, do.
    told = {asked.recorded_by_organisation_id, asked.decided_by_organisation_id} - {None}
    return sorted(told, key=str)  # type: ignore[arg-type]


RECONSIDERATION_RECORDS = Records(
    Reconsideration,
    RECONSIDERATIONS,
    subject="reconsideration",
    creation=ReconsiderationPermission.REQUEST,
    columns=(
        "id", "case_id", "decision_id", "status", "asked_by", "asked_on", "due_by", "late_reason",
        "new_facts", "sealed_grounds", "recorded_by_organisation_id", "recorded_by_agent_id",
        "version",
    ),
    mutable=(
        "status", "sealed_reasons", "decided_by_organisation_id", "decided_by_agent_id",
        "decided_at", "overdue_at", "closed_at",
    ),
    pages=VisiblePages(
        Reconsideration, col(Reconsideration.recorded_by_organisation_id) == READER,
        section=Section.EXPLOITATION,
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(
    row: Row, grounds: str | None = None, reasons: str | None = None
) -> ReconsiderationRead:
    """Turn a row into a response."""
    return ReconsiderationRead(
        **row, grounds=grounds, reasons=reasons,
        is_overdue=RECONSIDERATIONS.is_late(row, "due_by"),
    )  # fmt: skip
