"""The timer's work: it persists expiries of records that nobody reads.

Reads apply deadlines immediately.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.records import CALL_RECORDS
from referral_api.domain.casework.ground_lapse import LAPSED_GROUNDS, lapse_ground
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.identity_orders.records import IDENTITY_ORDER_RECORDS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records.one_by_one import write_each
from referral_api.domain.records.overdue import expire, overdue_statement
from referral_api.domain.records.records import Records

# The kinds of records that expire, in the order in which their expiries are persisted.
_EXPIRING: tuple[Records[Any], ...] = (
    REFERRAL_RECORDS, HANDOFF_RECORDS, HANDOFF_REQUEST_RECORDS, IDENTITY_ORDER_RECORDS,
    CALL_RECORDS,
)  # fmt: skip
_Persist = Callable[[Transaction, Row], Awaitable[bool]]


def _persist(records: Records[Any]) -> _Persist:
    return lambda transaction, row: expire(transaction, records, row["id"])


# By the name of the kind: what is due, and how one of it is persisted.
_DUE: list[tuple[str, Statement, _Persist]] = [
    *((records.subject, overdue_statement(records), _persist(records)) for records in _EXPIRING),
    ("consent", LAPSED_GROUNDS, lambda transaction, row: lapse_ground(transaction, row["id"])),
]
_NOWHERE = UUID(int=0)


async def publish_overdue(database: Database) -> int:
    """Persist every expiry that is due, each in a transaction of its own; return their number.

    One that cannot be persisted does not hold up the others; ExpiriesFailed follows at the end.
    """
    async with database.transaction(system_actor(_NOWHERE), "system") as transaction:
        overdue = [
            (subject, persist, row)
            for subject, statement, persist in _DUE
            for row in await transaction.all(statement)
        ]
    return await write_each(
        (subject, partial(_write, database, persist, row)) for subject, persist, row in overdue
    )


async def _write(database: Database, persist: _Persist, row: Row) -> bool:
    actor = system_actor(row["organisation_id"])
    async with database.transaction(actor, "system") as transaction:
        return await persist(transaction, row)
