"""The records of a child's protection: whoever writes the section `protection` changes them."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import any_, bindparam, literal, literal_column, select
from sqlalchemy.sql import false
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.children.tables import ChildRecord
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle, Side
from referral_api.permissions import Permission

C = TypeVar("C", bound=ChildRecord)
_OWN = (
    "id", "case_id", "custodian_id", "child_protection_id", "recorded_by_organisation_id",
    "recorded_by_agent_id", "status", "version",
)  # fmt: skip
_WRITES = Statement(
    select(literal_column("1")).where(
        live_grant(bindparam("organisation_id")), col(AccessGrant.case_id) == bindparam("case_id"),
        literal(Section.PROTECTION.value) == any_(col(AccessGrant.writes)),
    )
)  # fmt: skip


async def find_sides(transaction: Transaction, record: ChildRecord) -> set[Side]:
    """Return the caller's sides: who writes the section, who recorded, and the coordination."""
    actor = transaction.actor
    writes = await transaction.all(
        _WRITES, organisation_id=actor.organisation_id, case_id=record.case_id
    )
    sides = {
        Side.CUSTODIAN: bool(writes),
        Side.SENDER: actor.organisation_id == record.recorded_by_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(record: ChildRecord) -> list[UUID]:
    told = {record.custodian_id, record.child_protection_id} - {None}
    return sorted(filter(None, told), key=str)


def child_records(
    table: type[C], lifecycle: Lifecycle, *, subject: str, creation: Permission,
    columns: Sequence[str], changed: Sequence[str] = (),
) -> Records[C]:  # fmt: skip
    """Make the records of one kind; ``columns`` are its own, ``changed`` those that change."""
    return Records(
        table,
        lifecycle,
        subject=subject,
        creation=creation,
        columns=(*_OWN, *columns),
        mutable=("status", *changed, "closed_at"),
        pages=VisiblePages(table, false(), section=Section.PROTECTION),
        sides=find_sides,
        parties=_parties,
        overdue_for="recorded_by_organisation_id",
    )
