"""A person's own key, made when the first data is sealed for her."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.identities.tables import PersonKey
from referral_api.security.vault import Vault, WrappedKey

_GET = Statement(select(PersonKey).where(col(PersonKey.case_id) == bindparam("case_id")))
_ADD = Statement(
    insert(PersonKey)
    .values({name: bindparam(name) for name in ("case_id", "wrapping_key_id", "wrapped_key")})
    .on_conflict_do_nothing()
)


async def find_key(transaction: Transaction, case_id: UUID) -> WrappedKey | None:
    """Find the person's key, if any data was ever sealed for her."""
    row = await transaction.one(_GET, case_id=case_id)
    return None if row is None else WrappedKey(row["wrapping_key_id"], row["wrapped_key"])


async def find_or_make_key(transaction: Transaction, vault: Vault, case_id: UUID) -> WrappedKey:
    """Find the person's key, or make it. Two concurrent requests get the same key."""
    found = await find_key(transaction, case_id)
    if found is None:
        made = vault.make_key(case_id)
        await transaction.run(
            _ADD, case_id=case_id, wrapping_key_id=made.wrapping_key_id,
            wrapped_key=made.wrapped_key,
        )  # fmt: skip
        row = await transaction.row(_GET, case_id=case_id)
        found = WrappedKey(row["wrapping_key_id"], row["wrapped_key"])
    return found
