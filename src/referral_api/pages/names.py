"""The names of organisations, which every page may say: they are no reading of a file."""

import time
from collections.abc import Mapping
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.network.organisations.queries import find_all_names


class OrganisationNames:
    """The names that this worker has read lately, all in one statement."""

    def __init__(self, trusted_for: float) -> None:
        self._trusted_for = trusted_for
        self._read_at = float("-inf")
        self._names: Mapping[str, str] = {}

    async def read(self, transaction: Transaction) -> Mapping[str, str]:
        """Return all names by id, read anew from time to time."""
        now = time.monotonic()
        if now - self._read_at > self._trusted_for:
            found: Mapping[UUID, str] = await find_all_names(transaction)
            self._names = {str(organisation): name for organisation, name in found.items()}
            self._read_at = now
        return self._names
