"""Narratives of a case: sealed with the person's own key, whoever of the network writes them.

A host or a provider may hold no grant that shows it the key. It seals what it witnessed all the
same; who opens a narrative is checked by the operation that reads it.
"""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.identification.identities.keys import find_key, find_or_make_key
from referral_api.security.vault import Vault


async def seal_narrative(
    transaction: Transaction, vault: Vault, case_id: UUID, purpose: str, said: str | None
) -> bytes | None:
    """Seal a narrative; the person's key is made if nothing was sealed for the person before."""
    if said is None:
        return None
    async with transaction.elevated():
        key = await find_or_make_key(transaction, vault, case_id)
    return vault.seal(key, case_id, purpose, said.encode())


async def open_narrative(
    transaction: Transaction, vault: Vault, case_id: UUID, purpose: str, sealed: bytes | None
) -> str | None:
    """Open a narrative; None if there is none, or if the person's key was destroyed."""
    if sealed is None:
        return None
    async with transaction.elevated():
        key = await find_key(transaction, case_id)
    return None if key is None else vault.open(key, case_id, purpose, sealed).decode()
