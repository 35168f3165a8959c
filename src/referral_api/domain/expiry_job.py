"""The timer's work: it persists expiries of records that nobody reads.

Reads apply deadlines immediately.
"""

from typing import Any
from uuid import UUID

from referral_api.database.database import Database, system_actor
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records.overdue import expire, overdue_statement
from referral_api.domain.records.records import Records

# The kinds of records that expire, in the order in which their expiries are persisted.
_EXPIRING: tuple[Records[Any], ...] = (REFERRAL_RECORDS, HANDOFF_RECORDS, HANDOFF_REQUEST_RECORDS)
_STATEMENTS = [(records, overdue_statement(records)) for records in _EXPIRING]
_NOWHERE = UUID(int=0)


async def publish_overdue(database: Database) -> int:
    """Persist every expiry that is due, each in a transaction of its own; return their number."""
    async with database.transaction(system_actor(_NOWHERE), "system") as transaction:
        overdue = [
            (records, row)
            for records, statement in _STATEMENTS
            for row in await transaction.all(statement)
        ]
    published = 0
    for records, row in overdue:
        actor = system_actor(row["organisation_id"])
        async with database.transaction(actor, "system") as transaction:
            published += await expire(transaction, records, row["id"])
    return published
