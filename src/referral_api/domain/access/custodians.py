"""Which chain an organisation answers for: that of the person, or that of the inquiry.

Consents, referrals, her whereabouts and her file belong to the chain of the person. Who answers for
the inquiry sees and does what its sections say, and no more. A custodian's grant belongs to the
chain of the person if it reads the section ``protection``, which no other chain opens; the
policies of PostgreSQL ask the same.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    SQLColumnExpression,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal,
    select,
)
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import is_live, live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.access import Section
from referral_api.errors import Forbidden, MalformedInput

_OF_THE_PERSON = and_(
    col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
    literal(Section.PROTECTION.value) == any_(col(AccessGrant.reads)),
)
_ANSWERS = Statement(
    select(col(AccessGrant.id)).where(
        live_grant(bindparam("organisation_id")), _OF_THE_PERSON,
        col(AccessGrant.case_id) == bindparam("case_id"),
    )
)  # fmt: skip


async def check_answers_for_person(transaction: Transaction, case_id: UUID) -> None:
    """Raise Forbidden unless the caller's organisation answers for the person of this case."""
    found = await transaction.one(
        _ANSWERS, organisation_id=transaction.actor.organisation_id, case_id=case_id
    )
    if found is None:
        raise Forbidden


def answers_for_person(
    reader_id: ColumnElement[UUID], case_id: SQLColumnExpression[UUID]
) -> ColumnElement[bool]:
    """Make the condition that the reader answers for the person of a case."""
    return exists().where(
        live_grant(reader_id), _OF_THE_PERSON, col(AccessGrant.case_id) == case_id
    )


def answered_until(reader_id: ColumnElement[UUID], case_id: SQLColumnExpression[UUID]) -> Any:
    """Select when the reader last answered for the person; null if it never did."""
    return (
        select(func.max(col(AccessGrant.ended_at)))
        .where(
            col(AccessGrant.organisation_id) == reader_id, _OF_THE_PERSON,
            col(AccessGrant.case_id) == case_id,
        )
        .scalar_subquery()
    )  # fmt: skip


_OF_EITHER_CHAIN = Statement(
    select(col(AccessGrant.case_id).label("case_id"))
    .distinct()
    .where(
        live_grant(bindparam("organisation_id")),
        col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
        col(AccessGrant.case_id) == any_(bindparam("case_ids", type_=ARRAY(Uuid))),
    )
)


async def check_answers_for_all(
    transaction: Transaction, case_ids: Sequence[UUID], *, field: str = "case_ids"
) -> None:
    """Raise MalformedInput unless the caller's organisation answers for a chain of each case.

    Of one that does not exist, the same is said as of one that is another's.
    """
    rows = await transaction.all(
        _OF_EITHER_CHAIN, organisation_id=transaction.actor.organisation_id, case_ids=[*case_ids]
    )
    if {row["case_id"] for row in rows} != set(case_ids):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])


_FILES_OF = Statement(
    select(
        col(AccessGrant.organisation_id).label("organisation_id"),
        col(AccessGrant.case_id).label("case_id"),
    ).where(
        is_live(), _OF_THE_PERSON,
        col(AccessGrant.organisation_id) == any_(bindparam("parties", type_=ARRAY(Uuid))),
        col(AccessGrant.case_id) == any_(bindparam("case_ids", type_=ARRAY(Uuid))),
    )
)  # fmt: skip


async def own_file_of_each(
    transaction: Transaction, case_ids: Sequence[UUID], parties: Sequence[UUID]
) -> list[UUID | None]:
    """Return for each organisation the first of the files whose person it answers for, if any."""
    async with transaction.elevated():
        rows = await transaction.all(_FILES_OF, parties=[*parties], case_ids=[*case_ids])
    held = {(row["organisation_id"], row["case_id"]) for row in rows}
    return [
        next((case_id for case_id in case_ids if (party, case_id) in held), None)
        for party in parties
    ]
