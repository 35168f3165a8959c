"""A location's own key, made when its address is first sealed."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.directory.locations.tables import LocationKey
from referral_api.security.vault import Vault, WrappedKey

_GET = Statement(
    select(LocationKey).where(col(LocationKey.location_id) == bindparam("location_id"))
)
_NAMES = ("location_id", "organisation_id", "wrapping_key_id", "wrapped_key")
_ADD = Statement(
    insert(LocationKey).values({name: bindparam(name) for name in _NAMES}).on_conflict_do_nothing()
)


async def find_key(transaction: Transaction, location_id: UUID) -> WrappedKey | None:
    """Find the location's key, if it is in sight and an address was ever sealed."""
    row = await transaction.one(_GET, location_id=location_id)
    return None if row is None else WrappedKey(row["wrapping_key_id"], row["wrapped_key"])


async def find_or_make_key(transaction: Transaction, vault: Vault, location_id: UUID) -> WrappedKey:
    """Find the key of a location of the caller's own, or make it. Of two at once both get one."""
    found = await find_key(transaction, location_id)
    if found is None:
        made = vault.make_key(location_id)
        await transaction.run(
            _ADD, location_id=location_id, organisation_id=transaction.actor.organisation_id,
            wrapping_key_id=made.wrapping_key_id, wrapped_key=made.wrapped_key,
        )  # fmt: skip
        row = await transaction.row(_GET, location_id=location_id)
        found = WrappedKey(row["wrapping_key_id"], row["wrapped_key"])
    return found
