"""A part of a transaction that may fail by itself: what it wrote goes, the rest stays."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text

from referral_api.database.error_mapping import error_after
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import ServiceError, Unavailable

_BEGIN = Statement(text("SAVEPOINT attempt"))
_UNDO = Statement(text("ROLLBACK TO SAVEPOINT attempt"))
_KEEP = Statement(text("RELEASE SAVEPOINT attempt"))


@asynccontextmanager
async def attempt(transaction: Transaction) -> AsyncIterator[None]:
    """Undo what was written within if it is refused, and raise the refusal.

    An outage ends the transaction as a whole.
    """
    scope = transaction.scope
    await transaction.run(_BEGIN)
    try:
        yield
    except (ServiceError, asyncpg.PostgresError) as error:
        refusal = error_after(error)
        if refusal is None or isinstance(refusal, Unavailable):
            raise
        transaction.recover(scope)
        await transaction.run(_UNDO)
        raise refusal from error
    await transaction.run(_KEEP)
