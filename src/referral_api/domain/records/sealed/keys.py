"""The own key of a record: made with it, and found by whoever sees the record."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.records.sealed.tables import VaultKey
from referral_api.security.vault import Vault, WrappedKey

_GET = Statement(select(VaultKey).where(col(VaultKey.subject_id) == bindparam("subject_id")))
_ADD = Statement(
    insert_into(VaultKey, "subject_id", "subject", "wrapping_key_id", "wrapped_key")
)  # fmt: skip


async def keep_key(
    transaction: Transaction, subject: str, subject_id: UUID, key: WrappedKey
) -> None:
    """Keep the key of a record that was just added."""
    await transaction.run(
        _ADD, subject=subject, subject_id=subject_id, wrapping_key_id=key.wrapping_key_id,
        wrapped_key=key.wrapped_key,
    )  # fmt: skip


async def find_key(transaction: Transaction, subject_id: UUID) -> WrappedKey | None:
    """Find the key of a record within sight; None if it was destroyed."""
    row = await transaction.one(_GET, subject_id=subject_id)
    return None if row is None else WrappedKey(row["wrapping_key_id"], row["wrapped_key"])


def seal_texts(
    vault: Vault, key: WrappedKey, subject: str, subject_id: UUID, **texts: str | None
) -> dict[str, bytes | None]:
    """Seal the texts of a record, each for its own column ``sealed_…``."""
    return {
        f"sealed_{name}": None if said is None
        else vault.seal(key, subject_id, f"{subject}.sealed_{name}", said.encode())
        for name, said in texts.items()
    }  # fmt: skip


def open_texts(
    vault: Vault, key: WrappedKey | None, subject: str, subject_id: UUID,
    row: Row, *names: str,
) -> dict[str, str | None]:  # fmt: skip
    """Open texts of a record; each is None if it is not there, or the key was destroyed."""
    opened: dict[str, str | None] = {}
    for name in names:
        sealed = row[f"sealed_{name}"]
        opened[name] = None
        if key is not None and isinstance(sealed, bytes):
            purpose = f"{subject}.sealed_{name}"
            opened[name] = vault.open(key, subject_id, purpose, sealed).decode()
    return opened
