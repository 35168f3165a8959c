"""What a failure of the database means to a caller: a refusal, an outage, or a fault of ours."""

import asyncio

import asyncpg

from referral_api.database.invariants import refusal_for
from referral_api.errors.types import Refusal, Unavailable

OUTAGES = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.InternalClientError,  # no server of several takes writes
    OSError,
    TimeoutError,
)
# After these a connection is of no more use: its state is unknown, or its server follows another.
LOST = (
    asyncpg.InterfaceError, asyncpg.ReadOnlySQLTransactionError, OSError, TimeoutError,
    asyncio.CancelledError,
)  # fmt: skip


def refusal_after(error: BaseException) -> Refusal | None:
    """Return the refusal that ended a transaction or that its failure stands for, if any."""
    if isinstance(error, Refusal):
        return error
    if not isinstance(error, (asyncpg.PostgresError, *OUTAGES)):
        return None
    meant = refusal_for(error)
    if meant is not None:
        return meant()
    return Unavailable() if isinstance(error, OUTAGES) else None
