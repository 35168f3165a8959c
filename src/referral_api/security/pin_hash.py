"""Hashes of PINs: slow, and mixed with a key that the database does not hold.

A PIN of six digits is one of a million: whoever has the hashes and not the key can try none of
them. The key is in a file of its own, ``pin.key``, and so is that of the codes of devices.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from argon2.exceptions import VerificationError
from argon2.low_level import Type, hash_secret, verify_secret

from referral_api.security.factor_keys import FactorKeys
from referral_api.security.hash_thread import HashThread
from referral_api.security.key_files import KeyFileError
from referral_api.security.key_ring import Secrets

FILE = "pin.key"
_MEMORY, _PASSES, _LANES = 19 * 1024, 2, 1  # KiB
_SALT, _LENGTH = 16, 32
# Each takes a core for a while, and each process of the service makes its own: requests need the
# other cores. Whoever comes in the morning waits less than a second; together those who wait hold
# half of the places of ADMISSION_LIMIT.
_WAITING, _WAITING_PASSWORDS = 23, 8


@dataclass(frozen=True, slots=True)
class PinHash:
    """A hash, and the name of the key that is mixed into it."""

    key_id: str
    text: str


class PinKeys:
    """The keys of PINs by name, and those of the codes of devices."""

    def __init__(self, known: Secrets) -> None:
        pins = known.derive(b"pin")
        self.by_id = {_name(key): key for key in pins.by_age}
        self.in_use = _name(pins.in_use)
        self._codes = known.derive(b"device code")
        self.factors = FactorKeys(known)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the key; KeyFileError without one: another server's would be another key."""
        path = folder / FILE
        if not path.exists():
            raise KeyFileError("{path} is missing: bring it, or make it with `keys`.", path=path)
        return cls(Secrets.read(path))

    def code_digest(self, code: str) -> bytes:
        """Return the digest that is kept of the code of a device."""
        return hmac.digest(self._codes.in_use, code.encode(), hashlib.sha256)

    def code_digests(self, code: str) -> list[bytes]:
        """Return the digests by which a code is looked for, before and after a rotation."""
        return [hmac.digest(key, code.encode(), hashlib.sha256) for key in self._codes.by_age]


class PinHasher:
    """Hashes PINs and compares them one at a time in a thread of its own; never on the event loop.

    What a hash is made for beside it, as the count of a try, is done in the same ``turn``. Outside
    of one, ``hash`` and ``verify`` wait for a turn themselves. Unavailable if too many wait.
    """

    def __init__(self, keys: PinKeys, thread: HashThread | None = None) -> None:
        self.keys = keys
        self._thread = thread or HashThread("pin", waiting=_WAITING)
        # Compared with where there is no PIN: the time must not tell. No PIN is empty.
        self._dummy = PinHash(keys.in_use, _hash(keys.by_id[keys.in_use], UUID(int=0), ""))

    @classmethod
    def of_passwords(cls, keys: PinKeys) -> Self:
        """Build the one of passwords. Anybody may send guesses of them, from anywhere: they take
        no turn from the PINs of the units' devices.
        """
        return cls(keys, HashThread("password", waiting=_WAITING_PASSWORDS))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator["HashTurn"]:
        """Wait for the thread. What is counted or read within is of somebody whose turn it is."""
        async with self._thread.turn():
            yield HashTurn(self.keys, self._thread, self._dummy)

    async def hash(self, agent_id: UUID, pin: str) -> PinHash:
        """Hash a PIN with the key in use."""
        async with self.turn() as turn:
            return await turn.hash(agent_id, pin)

    async def verify(self, agent_id: UUID, pin: str, stored: PinHash | None) -> bool:
        """Say whether this is the PIN. It takes the same time if none is stored, or no key fits."""
        async with self.turn() as turn:
            return await turn.verify(agent_id, pin, stored)

    def is_outdated(self, stored: PinHash) -> bool:
        """Say whether the hash is of another key than the one in use."""
        return stored.key_id != self.keys.in_use

    def close(self) -> None:
        """End the thread."""
        self._thread.close()


@dataclass(frozen=True, slots=True)
class HashTurn:
    """The thread, while it is free for the hashes of one person."""

    keys: PinKeys
    thread: HashThread
    dummy: PinHash

    async def hash(self, agent_id: UUID, pin: str) -> PinHash:
        """Hash a PIN with the key in use."""
        key = self.keys.by_id[self.keys.in_use]
        return PinHash(self.keys.in_use, await self.thread.run(_hash, key, agent_id, pin))

    async def verify(self, agent_id: UUID, pin: str, stored: PinHash | None) -> bool:
        """Say whether this is the PIN. It takes the same time if none is stored, or no key fits."""
        known = stored if stored is not None and stored.key_id in self.keys.by_id else None
        compared = known or self.dummy
        key = self.keys.by_id[compared.key_id]
        right = await self.thread.run(_matches, key, agent_id, pin, compared.text)
        return right and known is not None


def _name(key: bytes) -> str:
    return hashlib.sha256(b"id" + key).hexdigest()[:8]


def _mix(key: bytes, agent_id: UUID, pin: str) -> bytes:
    return hmac.digest(key, agent_id.bytes + pin.encode(), hashlib.sha256)


def _hash(key: bytes, agent_id: UUID, pin: str) -> str:
    return hash_secret(
        _mix(key, agent_id, pin), secrets.token_bytes(_SALT), _PASSES, _MEMORY, _LANES, _LENGTH,
        Type.ID,
    ).decode()  # fmt: skip


def _matches(key: bytes, agent_id: UUID, pin: str, text: str) -> bool:
    try:
        return verify_secret(text.encode(), _mix(key, agent_id, pin), Type.ID)
    except VerificationError:
        return False
