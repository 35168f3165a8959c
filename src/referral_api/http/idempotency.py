"""Idempotent retries: the key, the fingerprint and the response of a POST are stored in the
transaction of the change itself.
"""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from referral_api.database.prepared_statements import BatchedStatement
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.errors import KeyInUse, KeyReused
from referral_api.http.idempotency_records import (
    AWAIT_DUPLICATE,
    CLAIMED,
    FIND,
    STORE,
    claim_of,
    digest_name,
)
from referral_api.http.stored_responses import IdempotencySecrets, KnownSecrets, StoredResponse
from referral_api.permissions import Actor


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
class _Digest:
    """A key and its request, both as one secret digests them: a short body could be guessed from a
    plain hash, and a caller may write anything into a key.
    """

    key: UUID
    fingerprint: bytes
    secrets: IdempotencySecrets

    @classmethod
    def of(cls, secrets: IdempotencySecrets, key: str, request: bytes) -> "_Digest":
        fingerprint = hashlib.blake2b(request, key=secrets.digests, digest_size=32).digest()
        return cls(key_digest(secrets, key), fingerprint, secrets)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An Idempotency-Key of one caller for one request.

    During a rotation it has the digests of all secrets that are known: all are claimed, in the
    order of their age on every server, and the response is found under each. It is stored under
    that of the secret in use (docs/decisions/0031).
    """

    organisation_id: UUID
    caller_id: UUID
    digests: tuple[_Digest, ...]
    in_use: _Digest

    @classmethod
    def of(cls, actor: Actor, key: str, known: KnownSecrets, *request: bytes) -> "IdempotencyKey":
        """Bind the key to its caller, and to the method, path and body of the request."""
        caller = actor.agent_id or actor.client_id or actor.organisation_id
        whole = b"\x00".join(request)
        digests = tuple(_Digest.of(secrets, key, whole) for secrets in known.by_age)
        in_use = digests[known.by_age.index(known.in_use)]
        return cls(actor.organisation_id, caller, digests, in_use)

    @property
    def _caller(self) -> dict[str, UUID]:
        return {"organisation_id": self.organisation_id, "caller_id": self.caller_id}

    @property
    def claim(self) -> BatchedStatement:
        """Claim the key as the transaction begins; fails while a concurrent duplicate runs."""
        keys = {digest_name(place): digest.key for place, digest in enumerate(self.digests)}
        return BatchedStatement(claim_of(len(self.digests)), self._caller | keys)

    async def find_stored(self, transaction: Transaction) -> StoredResponse | None:
        """Return the stored response of the key, or None if this transaction claimed the key.
        Waits for a concurrent duplicate; KeyInUse if that takes too long. KeyReused if the key
        belongs to another request.
        """
        if transaction.begin_status == CLAIMED:
            return None
        stored = await self._find(transaction)
        if stored is None:  # wait for a concurrent duplicate, then read the response it stored
            await self._await_duplicate(transaction)
            stored = await self._find(transaction)
        return stored

    async def _find(self, transaction: Transaction) -> StoredResponse | None:
        for digest in self.digests:
            stored = await transaction.one(FIND, **self._caller, key=digest.key)
            if stored is None:
                continue
            if not hmac.compare_digest(stored["fingerprint"], digest.fingerprint):
                raise KeyReused
            return open_stored(digest.secrets, stored)
        return None

    async def _await_duplicate(self, transaction: Transaction) -> None:
        try:
            for digest in self.digests:
                await transaction.run(AWAIT_DUPLICATE, **self._caller, key=digest.key)
        except asyncpg.LockNotAvailableError as error:
            raise KeyInUse from error

    def store(self, transaction: Transaction, response: StoredResponse) -> None:
        """Store the response under the key, in the message of the COMMIT."""
        digest = self.in_use
        bound_to = _binding(self.organisation_id, self.caller_id, digest.key)
        sealed = response.seal(digest.secrets, bound_to)
        stored = {"key": digest.key, "fingerprint": digest.fingerprint, "answer": sealed}
        transaction.with_commit = BatchedStatement(STORE, self._caller | stored)
