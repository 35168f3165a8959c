"""The timer's work: it persists expiries of records that nobody reads.

Reads apply deadlines immediately.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial, reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.records import CALL_RECORDS
from referral_api.domain.casework.ground_lapse import (
    FIRST_LAPSED,
    LAPSED_GROUNDS,
    count_lapsed,
    lapse_ground,
)
from referral_api.domain.casework.stays import report_overdue_return
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.identity_orders.records import IDENTITY_ORDER_RECORDS
from referral_api.domain.identification.reconsiderations.records import (
    RECONSIDERATION_RECORDS,
)
from referral_api.domain.identification.tips.records import TIP_RECORDS
from referral_api.domain.network.sign_in import by_time as sign_in
from referral_api.domain.network.sign_in.devices.records import end_by_time as end_device
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.network.sign_in.sessions.ending import end_by_time as end_session
from referral_api.domain.network.sign_in.sessions.tables import AgentSession
from referral_api.domain.protection.measures.records import MEASURE_RECORDS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.stays.records import STAY_RECORDS
from referral_api.domain.records.due_batches import DueBatches
from referral_api.domain.records.one_by_one import Due, write_each
from referral_api.domain.records.overdue import (
    count_overdue,
    expire,
    first_overdue,
    overdue_batches,
)
from referral_api.domain.records.records import Records

# The kinds of records that expire, in the order in which their expiries are persisted.
_EXPIRING: tuple[Records[Any], ...] = (
    REFERRAL_RECORDS, HANDOFF_RECORDS, HANDOFF_REQUEST_RECORDS, IDENTITY_ORDER_RECORDS,
    CALL_RECORDS, STAY_RECORDS, TIP_RECORDS, MEASURE_RECORDS, RECONSIDERATION_RECORDS,
)  # fmt: skip
_Persist = Callable[[Transaction, Row], Awaitable[bool]]


def _persist(records: Records[Any]) -> _Persist:
    if records is STAY_RECORDS:
        return lambda transaction, row: report_overdue_return(transaction, row["id"])
    return lambda transaction, row: expire(transaction, records, row["id"])


# By the name of the kind: what is due, and how one of it is persisted.
_DUE: list[tuple[str, DueBatches, _Persist]] = [
    *((records.subject, overdue_batches(records), _persist(records)) for records in _EXPIRING),
    ("consent", LAPSED_GROUNDS, lambda transaction, row: lapse_ground(transaction, row["id"])),
    (
        "device",
        DueBatches(sign_in.DUE_DEVICES, sign_in.DEVICE_DUE_AT, col(UnitDevice.id)),
        lambda transaction, row: end_device(transaction, row["id"]),
    ),
    (
        "session",
        DueBatches(sign_in.DUE_SESSIONS, sign_in.SESSION_DUE_AT, col(AgentSession.id)),
        lambda transaction, row: end_session(transaction, row["id"]),
    ),
]
# The limit that passed first and is not written yet; NULL if there is none.
FIRST_OVERDUE: ColumnElement[datetime] = func.least(
    *(first for records in _EXPIRING for first in first_overdue(records)),
    FIRST_LAPSED,
    *sign_in.FIRST_DUE,
)


def count_due(at_most: int) -> ColumnElement[int]:
    """Count what is due and not written yet; of each kind up to a number."""
    counted = [count_overdue(records, at_most) for records in _EXPIRING]
    more = count_lapsed(at_most) + sign_in.count_due(at_most)
    return reduce(add, counted, more)


async def publish_overdue(database: Database) -> int:
    """Persist every expiry that is due, each in a transaction of its own; return their number.

    One that cannot be persisted does not hold up the others; ExpiriesFailed follows at the end.
    """
    return await write_each(_find_due(database))


async def _find_due(database: Database) -> AsyncIterator[Due]:
    for subject, batches, persist in _DUE:
        async for row in batches.read(database, system_actor(), "system"):
            yield Due(subject, row["id"], partial(_write, database, persist, row))


async def _write(database: Database, persist: _Persist, row: Row) -> bool:
    actor = system_actor(row["organisation_id"])
    async with database.transaction(actor, "system") as transaction:
        return await persist(transaction, row)
