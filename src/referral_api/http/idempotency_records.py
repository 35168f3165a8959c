"""The rows of Idempotency-Keys: the statements that claim, find, store and delete them."""

from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    DateTime,
    Index,
    Integer,
    Uuid,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlmodel import Field, col

from referral_api.database.old_rows import OldRows
from referral_api.database.prepared_statements import PreparedStatement
from referral_api.database.statements import Statement, insert_into
from referral_api.database.tables import Table


class IdempotencyRecord(Table, table=True):
    """One key of one caller, as a digest, and the sealed response."""

    __table_args__ = (Index("ix_idempotency_record_oldest", "created_at"),)

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


def _names(key: str) -> list[BindParameter[UUID]]:
    return [bindparam(name, type_=Uuid) for name in ("organisation_id", "caller_id", key)]


def _lock(key: str) -> ColumnElement[int]:
    """Hash a key to the number of its lock, which a duplicate that is still running holds."""
    lock: ColumnElement[int] = literal_column("0")
    for name in _names(key):
        lock = func.uuid_hash_extended(name, lock)
    return lock


@cache
def claim_of(number: int) -> PreparedStatement:
    """Make the statement that claims a key, which during a rotation has ``number`` digests.

    No row means that the key is unused, and stays so for others until the transaction ends. The
    statement never waits. ``key_is_used`` runs only once all locks are held, so it sees the row
    that a concurrent duplicate has committed by then.
    """
    keys = [digest_name(place) for place in range(number)]
    held = [func.pg_try_advisory_xact_lock(_lock(key)) for key in keys]
    used = [func.key_is_used(*_names(key)) for key in keys]
    taken: ColumnElement[bool] = or_(*map(not_, held), *used)
    claim = select(literal_column("1", Integer)).where(taken)
    return PreparedStatement("claim_key", Statement(claim))


def digest_name(place: int) -> str:
    return f"key_{place}"


CLAIMED = "SELECT 0"
AWAIT_DUPLICATE = Statement(select(func.pg_advisory_xact_lock(_lock("key"))))
FIND = Statement(select(IdempotencyRecord).where(*_THIS_KEY))
STORE = PreparedStatement(
    "store_response",
    Statement(
        insert_into(
            IdempotencyRecord, "organisation_id", "caller_id", "key", "fingerprint", "answer"
        )
    ),
)
# For the service's own maintenance.
OLD_KEYS = OldRows(IdempotencyRecord, col(IdempotencyRecord.created_at))
