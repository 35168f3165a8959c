"""Both chains never belong to the organisation that accuses the person.

An accusation is a fact: it is recorded of whoever answers. No act then gives its author the chain
that it lacks; ``move_custody`` in the database asks the same.
"""

from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, func, select

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import AccuserWouldAnswer

# The receiver and the coordination see no accusation: the database's function does.
_WOULD = Statement(
    select(
        func.accuser_would_answer(
            bindparam("case_id", type_=Uuid()), bindparam("organisation_id", type_=Uuid()),
            bindparam("kind"), type_=Boolean(),
        )
    )
)  # fmt: skip


async def check_no_accuser(
    transaction: Transaction, case_id: UUID, organisation_id: UUID, kind: str
) -> None:
    """Raise AccuserWouldAnswer if an accuser would answer for the person and for the inquiry."""
    (would,) = await transaction.row(
        _WOULD, case_id=case_id, organisation_id=organisation_id, kind=kind
    )
    if would:
        raise AccuserWouldAnswer
