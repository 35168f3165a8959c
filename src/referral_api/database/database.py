"""The database of one worker: its connections, and the transactions on them."""

from collections.abc import Sequence
from uuid import UUID

from referral_api.database.pool import Pool
from referral_api.database.prepared_statements import BatchedStatement, PreparedStatement
from referral_api.database.transaction import RefusalRecorder, Transaction, VisibilityScope
from referral_api.database.write_probe import WriteProbe
from referral_api.errors import Unavailable
from referral_api.permissions import Actor


class Database:
    """The database of one worker."""

    def __init__(self, url: str, *, size: int, prepared: Sequence[PreparedStatement] = ()) -> None:
        self._pool = Pool(url, size, ";".join(statement.preparation for statement in prepared))
        self._probe = WriteProbe(url)

    async def check_ready(self) -> None:
        """Raise Unavailable unless the database has our tables and writes to them succeed."""
        if not await self._probe.succeeds():
            raise Unavailable

    async def close(self) -> None:
        """Close the connections."""
        await self._probe.close()
        await self._pool.close()

    def transaction(
        self, actor: Actor, scope: VisibilityScope = "grants", *,
        record_refusal: RefusalRecorder | None = None,
        with_begin: BatchedStatement | None = None,
    ) -> Transaction:  # fmt: skip
        """Make a transaction of this actor; entering it opens it."""
        return Transaction(self._pool, actor, scope, record_refusal, with_begin)


def system_actor(organisation_id: UUID) -> Actor:
    """The service itself, acting on a deadline or before a caller is known."""
    return Actor(organisation_id, "system", None, None, frozenset(), "system")
