"""A retry does not do it twice: the key, the fingerprint and the answer of a POST, stored in
the transaction of the change itself.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Interval,
    LargeBinary,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, col

from referral_api.database import Transaction
from referral_api.errors import KeyInUse, KeyReused
from referral_api.permissions import Actor
from referral_api.prepared import First, Prepared
from referral_api.statements import Statement, Table


class IdempotencyRecord(Table, table=True):
    """One key of one caller, by its digest. ``status`` is null only if the request left no answer
    behind.
    """

    organisation_id: UUID = Field(primary_key=True)
    caller_id: UUID = Field(primary_key=True)
    key: str = Field(sa_column=Column(Text, primary_key=True))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    status: int | None
    body: bytes | None
    location: str | None = Field(sa_type=Text)
    etag: str | None = Field(sa_type=Text)
    subject: str | None = Field(sa_type=Text)
    subject_id: UUID | None
    created_at: datetime = Field(
        sa_column=Column(
            DateTime(timezone=True), nullable=False, server_default=text("now()"), index=True
        )
    )


_MINE = (
    col(IdempotencyRecord.organisation_id) == bindparam("organisation_id"),
    col(IdempotencyRecord.caller_id) == bindparam("caller_id"),
    col(IdempotencyRecord.key) == bindparam("key"),
)
CLAIM = Prepared(
    "claim_key",
    Statement(
        insert(IdempotencyRecord)
        .values(
            {it: bindparam(it) for it in ("organisation_id", "caller_id", "key", "fingerprint")}
        )
        .on_conflict_do_nothing()
    ),
)
_CLAIMED = "INSERT 0 1"
_FIND = Statement(select(IdempotencyRecord).where(*_MINE))
_KEEP = Statement(
    update(IdempotencyRecord)
    .where(*_MINE)
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("status", "body", "location", "etag", "subject", "subject_id")
        }
    )
)  # fmt: skip


_PURGE = Statement(
    delete(IdempotencyRecord).where(
        col(IdempotencyRecord.created_at) < func.now() - bindparam("retention", type_=Interval)
    )
)


async def purge_keys(transaction: Transaction, retention: timedelta) -> None:
    """Forget the keys that are older than the retention; for the service's own maintenance."""
    await transaction.run(_PURGE, retention=retention)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was told to the caller."""

    status: int
    body: bytes
    location: str | None
    etag: str | None
    subject: str
    subject_id: UUID

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that belong to it."""
        named = {"Location": self.location, "ETag": self.etag}
        return {name: value for name, value in named.items() if value is not None}


def name_of_key(secret: bytes, key: str) -> str:
    """Name a key as the database knows it."""
    return hmac.digest(secret, b"\x00" + key.encode(), hashlib.sha256)[:16].hex()


@dataclass(frozen=True, slots=True)
class Key:
    """An Idempotency-Key of one caller for one request. Both are known by keyed digests only: a
    short body could be guessed from a plain hash, and a caller may write anything into a key.
    """

    organisation_id: UUID
    caller_id: UUID
    key: str
    fingerprint: bytes

    @classmethod
    def of(cls, actor: Actor, key: str, secret: bytes, *request: bytes) -> "Key":
        """Bind the key to its caller, and to the method, path and body of the request."""
        caller = actor.agent_id or actor.client_id or actor.organisation_id
        fingerprint = hmac.digest(secret, b"\x00".join(request), hashlib.sha256)
        return cls(actor.organisation_id, caller, name_of_key(secret, key), fingerprint)

    @property
    def _names(self) -> dict[str, object]:
        return {
            "organisation_id": self.organisation_id, "caller_id": self.caller_id, "key": self.key,
        }  # fmt: skip

    @property
    def claim(self) -> First:
        """Take the key, as the first that a transaction does. A twin that is still running is
        waited for; KeyInUse if it takes too long.
        """
        return First(CLAIM, self._names | {"fingerprint": self.fingerprint}, KeyInUse)

    async def find_answer(self, transaction: Transaction) -> Answer | None:
        """Return the answer that the key already has; nothing if this transaction has claimed it.
        KeyReused if the key belongs to another request.
        """
        if transaction.first_tag == _CLAIMED:
            return None
        stored = await transaction.one(_FIND, **self._names)
        if stored is None or not hmac.compare_digest(stored["fingerprint"], self.fingerprint):
            raise KeyReused
        if stored["status"] is None:
            return None
        return Answer(
            stored["status"], stored["body"], stored["location"], stored["etag"],
            stored["subject"], stored["subject_id"],
        )  # fmt: skip

    async def keep(self, transaction: Transaction, answer: Answer) -> None:
        """Store the answer under the key."""
        await transaction.run(
            _KEEP, **self._names, new_status=answer.status, new_body=answer.body,
            new_location=answer.location, new_etag=answer.etag, new_subject=answer.subject,
            new_subject_id=answer.subject_id,
        )  # fmt: skip
