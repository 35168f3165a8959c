"""The database of one worker: its connections, and the transactions on them."""

from collections.abc import Sequence
from uuid import UUID

from referral_api.database.generation import ENTER_CLUSTER
from referral_api.database.pool import Pool
from referral_api.database.prepared_statements import BatchedStatement, PreparedStatement
from referral_api.database.rest import Worked
from referral_api.database.session_profile import REQUESTS, SessionProfile
from referral_api.database.sight import VisibilityScope
from referral_api.database.transaction import RefusalRecorder, Transaction
from referral_api.database.write_probe import WriteProbe
from referral_api.errors import Unavailable
from referral_api.permissions import Actor

_NOWHERE = UUID(int=0)


class Database:
    """The database of one worker."""

    def __init__(
        self, url: str, *, size: int, prepared: Sequence[PreparedStatement] = (),
        profile: SessionProfile = REQUESTS, replica_url: str | None = None,
        yields_to: Worked | None = None,
    ) -> None:  # fmt: skip
        """``replica_url`` is that of a standby, on which figures are counted. Long work rests while
        ``yields_to`` is busy.
        """
        preparations = [ENTER_CLUSTER, *(statement.preparation for statement in prepared)]
        self._pool = Pool(url, size, ";".join(preparations), profile, yields_to)
        self._replica = Pool(replica_url, size, profile=profile) if replica_url else None
        self._probe = WriteProbe(url)

    @property
    def leases(self) -> int:
        """How many transactions were begun until now."""
        return self._pool.leases

    async def check_ready(self) -> None:
        """Raise Unavailable unless the database has our tables and writes to them succeed."""
        if not await self._probe.succeeds():
            raise Unavailable

    async def close(self) -> None:
        """Close the connections."""
        await self._probe.close()
        await self._pool.close()
        if self._replica:
            await self._replica.close()

    def transaction(
        self, actor: Actor, scope: VisibilityScope = "grants", *,
        record_refusal: RefusalRecorder | None = None,
        with_begin: BatchedStatement | None = None,
    ) -> Transaction:  # fmt: skip
        """Make a transaction of this actor; entering it opens it."""
        return Transaction(
            self._pool, actor, scope, record_refusal, with_begin, replica=self._replica
        )


def system_actor(organisation_id: UUID = _NOWHERE) -> Actor:
    """The service itself, acting on a deadline or before a caller is known; of no organisation
    where it acts for none.
    """
    return Actor(organisation_id, "system", None, None, frozenset(), "system")
