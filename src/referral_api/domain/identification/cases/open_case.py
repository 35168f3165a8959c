"""Closed is closed, away is away: whether an act may begin or promise anything on a case.

Every act that does asks here, and holds what it asked: who closes the file or deactivates an
organisation waits for it, or was first. Facts are not asked: a withdrawal, a departure, an arrival,
the end of a service.
"""

from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.cases.lifecycle import CASES, is_reported_dead
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.errors import Conflict, NotFound

# A receiver may hold a case that it does not see. The function bypasses row security for this.
_HOLD = Statement(
    select(
        func.hold_case(bindparam("case_id", type_=Uuid)).label("state"),
        func.array(
            select(col(Organisation.id))
            .where(
                col(Organisation.id) == any_(bindparam("organisation_ids", type_=ARRAY(Uuid))),
                col(Organisation.active),
            )
            .order_by(col(Organisation.id))
            .with_for_update(read=True)
            .scalar_subquery()
        ).label("active"),
    )
)


async def check_open(transaction: Transaction, case_id: UUID, *sides: UUID) -> None:
    """Raise InvalidTransition if the case is closed, Conflict if an organisation on one of the
    ``sides`` is not active.
    """
    held = await transaction.row(_HOLD, case_id=case_id, organisation_ids=sorted(set(sides)))
    if held["state"] is None:
        raise NotFound
    CASES.target("update", held["state"], None)
    away = set(sides) - set(held["active"])
    if away:
        raise Conflict(
            "An organisation that takes part is not active.", away=sorted(map(str, away))
        )


def check_not_reported_dead(case: Case) -> None:
    """Raise Conflict if her death is reported: nothing is promised to her, or asked of her, anew.

    The inquiry goes on. The report is a report: who answers for her confirms or corrects it.
    """
    if is_reported_dead(case):
        raise Conflict("The person's death has been reported.")
