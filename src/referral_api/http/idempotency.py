"""Idempotent retries: the key, the fingerprint and the response of a POST are stored in the
transaction of the change itself.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Index,
    Interval,
    Uuid,
    bindparam,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlmodel import Field, col

from referral_api.database.prepared_statements import BatchedStatement, PreparedStatement
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.errors import KeyInUse, KeyReused
from referral_api.http.stored_responses import IdempotencySecrets, StoredResponse
from referral_api.permissions import Actor


class IdempotencyRecord(Table, table=True):
    """One key of one caller, as a digest, and the sealed response."""

    __table_args__ = (
        Index("ix_idempotency_record_created_at", "created_at", postgresql_using="brin"),
    )

    organisation_id: UUID = Field(primary_key=True)
    caller_id: UUID = Field(primary_key=True)
    key: UUID = Field(primary_key=True)
    fingerprint: bytes
    answer: bytes
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


_THIS_KEY = (
    col(IdempotencyRecord.organisation_id) == bindparam("organisation_id"),
    col(IdempotencyRecord.caller_id) == bindparam("caller_id"),
    col(IdempotencyRecord.key) == bindparam("key"),
)
_NAMES = [bindparam(name, type_=Uuid) for name in ("organisation_id", "caller_id", "key")]
# A concurrent duplicate that is still running holds this lock.
_LOCK: ColumnElement[int] = literal_column("0")
for _name in _NAMES:
    _LOCK = func.uuid_hash_extended(_name, _LOCK)
# No row means that the key is unused, and stays so for others until the transaction ends. The
# statement never waits. ``key_is_used`` runs only once the lock is held, so it sees the row that a
# concurrent duplicate has committed by then.
CLAIM = PreparedStatement(
    "claim_key",
    Statement(
        select(literal_column("1")).where(
            or_(not_(func.pg_try_advisory_xact_lock(_LOCK)), func.key_is_used(*_NAMES))
        )
    ),
)
_CLAIMED = "SELECT 0"
_AWAIT_DUPLICATE = Statement(select(func.pg_advisory_xact_lock(_LOCK)))
_FIND = Statement(select(IdempotencyRecord).where(*_THIS_KEY))
STORE = PreparedStatement(
    "store_response",
    Statement(
        insert_into(
            IdempotencyRecord, "organisation_id", "caller_id", "key", "fingerprint", "answer"
        )
    ),
)
_PURGE = Statement(
    delete(IdempotencyRecord).where(
        col(IdempotencyRecord.created_at) < func.now() - bindparam("retention", type_=Interval)
    )
)


async def purge_keys(transaction: Transaction, retention: timedelta) -> None:
    """Delete the keys that are older than the retention; for the service's own maintenance."""
    await transaction.run(_PURGE, retention=retention)


def key_digest(secrets: IdempotencySecrets, key: str) -> UUID:
    """Compute the digest under which the database stores a key."""
    digest = hashlib.blake2b(b"\x00" + key.encode(), key=secrets.digests, digest_size=16)
    return UUID(bytes=digest.digest())


def open_stored(secrets: IdempotencySecrets, record: Row) -> StoredResponse:
    """Open the sealed response of a record."""
    bound_to = _binding(record["organisation_id"], record["caller_id"], record["key"])
    return StoredResponse.open(secrets, bound_to, record["answer"])


def _binding(*names: UUID) -> str:
    return "|".join(map(str, names))


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An Idempotency-Key of one caller for one request. Both are stored as keyed digests: a short
    body could be guessed from a plain hash, and a caller may write anything into a key.
    """

    organisation_id: UUID
    caller_id: UUID
    key: UUID
    fingerprint: bytes
    secrets: IdempotencySecrets

    @classmethod
    def of(
        cls, actor: Actor, key: str, secrets: IdempotencySecrets, *request: bytes
    ) -> "IdempotencyKey":
        """Bind the key to its caller, and to the method, path and body of the request."""
        caller = actor.agent_id or actor.client_id or actor.organisation_id
        fingerprint = hashlib.blake2b(b"\x00".join(request), key=secrets.digests, digest_size=32)
        name = key_digest(secrets, key)
        return cls(actor.organisation_id, caller, name, fingerprint.digest(), secrets)

    @property
    def _names(self) -> dict[str, object]:
        return {
            "organisation_id": self.organisation_id, "caller_id": self.caller_id, "key": self.key,
        }  # fmt: skip

    @property
    def claim(self) -> BatchedStatement:
        """Claim the key as the transaction begins; fails while a concurrent duplicate runs."""
        return BatchedStatement(CLAIM, self._names)

    async def find_stored(self, transaction: Transaction) -> StoredResponse | None:
        """Return the stored response of the key, or None if this transaction claimed the key.
        Waits for a concurrent duplicate; KeyInUse if that takes too long. KeyReused if the key
        belongs to another request.
        """
        if transaction.begin_status == _CLAIMED:
            return None
        stored = await transaction.one(_FIND, **self._names)
        if stored is None:  # wait for a concurrent duplicate, then read the response it stored
            await self._await_duplicate(transaction)
            stored = await transaction.one(_FIND, **self._names)
        if stored is None:
            return None
        if not hmac.compare_digest(stored["fingerprint"], self.fingerprint):
            raise KeyReused
        return open_stored(self.secrets, stored)

    async def _await_duplicate(self, transaction: Transaction) -> None:
        try:
            await transaction.run(_AWAIT_DUPLICATE, **self._names)
        except asyncpg.LockNotAvailableError as error:
            raise KeyInUse from error

    def store(self, transaction: Transaction, response: StoredResponse) -> None:
        """Store the response under the key, in the message of the COMMIT."""
        bound_to = _binding(self.organisation_id, self.caller_id, self.key)
        sealed = response.seal(self.secrets, bound_to)
        values = self._names | {"fingerprint": self.fingerprint, "answer": sealed}
        transaction.with_commit = BatchedStatement(STORE, values)
