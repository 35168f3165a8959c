"""The records of reconsiderations: who speaks for the person, and who answers for the case.

A request of legal aid is its own, as long as it reads the decisions. Any other goes with the person
to whoever answers for her next.
"""

from uuid import UUID

from sqlalchemy import any_, bindparam, literal, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.identification.reconsiderations.lifecycle import RECONSIDERATIONS
from referral_api.domain.identification.reconsiderations.schemas import ReconsiderationRead
from referral_api.domain.identification.reconsiderations.tables import Reconsideration
from referral_api.domain.network.organisations.queries import find_type
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

_READS = Statement(
    select(col(AccessGrant.id)).where(
        live_grant(bindparam("organisation_id")),
        col(AccessGrant.case_id) == bindparam("case_id"),
        literal(Section.EXPLOITATION.value) == any_(col(AccessGrant.reads)),
    )
)


async def find_sides(transaction: Transaction, asked: Reconsideration) -> set[Side]:
    """Return the caller's sides of a reconsideration."""
    mine = transaction.actor.organisation_id
    answers = await transaction.one(_ANSWERS, organisation_id=mine, case_id=asked.case_id)
    sides = {
        Side.SENDER: await _speaks(transaction, asked),
        Side.CUSTODIAN: answers is not None,
    }
    return {side for side, stands in sides.items() if stands}


async def _speaks(transaction: Transaction, asked: Reconsideration) -> bool:
    mine, asked_by = transaction.actor.organisation_id, asked.recorded_by_organisation_id
    if await find_type(transaction, asked_by) != OrganisationType.LEGAL_AID:
        return mine == asked.custodian_id
    if mine != asked_by:
        return False
    return bool(await transaction.all(_READS, organisation_id=mine, case_id=asked.case_id))


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
