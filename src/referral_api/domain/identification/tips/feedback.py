"""Telling whoever reported a tip, by one code, what is being done; and those of its duplicates."""

from typing import Any

from sqlalchemy import ARRAY, Uuid, all_, bindparam, literal_column, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.events.outbox import outgoing_insert
from referral_api.domain.identification.tips.tables import Tip
from referral_api.permissions import TipPermission

_TOLD = bindparam("told_id", type_=Uuid)
# In the reporter's own name: who looks at the tip is not told.
_TELL = Statement(
    select(literal_column("1").label("one")).add_cte(
        event_insert().cte("event"),
        outgoing_insert(organisation_id=_TOLD, by_organisation_id=_TOLD).cte("outgoing"),
    )
)
_FOLLOW = Statement(
    update(Tip)
    .where(
        col(Tip.duplicate_of_id) == bindparam("tip_id", type_=Uuid),
        # Each once, even of two that are duplicates of each other.
        col(Tip.id) != all_(bindparam("seen", type_=ARRAY(Uuid))),
    )
    .values(reporter_feedback=bindparam("feedback"), version=col(Tip.version) + 1)
    .returning(Tip)
)


async def tell_reporters(transaction: Transaction, tip: Row) -> None:
    """Tell the reporter of a tip its feedback, and let those of its duplicates learn the same.

    The caller sees every row for this.
    """
    told, seen = [tip], []
    while told:
        row: Any = told.pop()
        seen.append(row["id"])
        values = event_values(transaction.actor, TipPermission.GIVE_FEEDBACK, "tip", row["id"])
        reporter = row["recorded_by_organisation_id"]
        await transaction.all(_TELL, told_id=reporter, **values)
        feedback = row["reporter_feedback"]
        told += await transaction.all(_FOLLOW, tip_id=row["id"], feedback=feedback, seen=seen)
