"""Seals and opens data at rest, mainly identities. The only module that imports cryptography for
this.

Each person has a key of her own, wrapped by a key from a file outside the database (AES-256-GCM
throughout). A ciphertext is bound to its case and purpose, so it does not open in another row.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from referral_api.security.key_ring import Secrets
from referral_api.security.vault_file import VaultError as VaultError
from referral_api.security.vault_file import VaultFile

_FORMAT = b"\x01"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A person's key as it is stored."""

    wrapping_key_id: str
    wrapped_key: bytes


def seal(key: bytes, bound_to: str, plaintext: bytes) -> bytes:
    """Seal with a 32-byte key; only the same key and binding open the result."""
    nonce = secrets.token_bytes(_NONCE)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to.encode())


def open_sealed(key: bytes, bound_to: str, sealed: bytes) -> bytes:
    """Open the result of ``seal``; VaultError if key, binding or content differ."""
    nonce, ciphertext = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise VaultError("What is stored does not open with this key.") from error


def open_by_age(known: Secrets, bound_to: str, sealed: bytes) -> bytes | None:
    """Open what one of these secrets has sealed, before or after a rotation; None if none has."""
    for key in reversed(known.by_age):
        with suppress(VaultError):
            return open_sealed(key, bound_to, sealed)
    return None


class Vault:
    """The wrapping keys by id; new keys are wrapped by the primary one."""

    def __init__(self, primary: str, keys: Mapping[str, bytes]) -> None:
        if primary not in keys or any(len(key) != 32 for key in keys.values()):
            raise VaultError("The vault's key file is not valid.")
        self.primary = primary
        self._keys = keys

    @classmethod
    def from_file(cls, path: Path) -> "Vault":
        """Read the key file."""
        content = VaultFile.read(path)
        return cls(content.primary, content.keys)

    @staticmethod
    def create_file(path: Path) -> None:
        """Write a key file with one new key, unless there is one."""
        if not path.exists():  # the folder may be read-only
            VaultFile.make().create(path)

    def make_key(self, case_id: UUID) -> WrappedKey:
        """Make a person's key."""
        return self._wrap(secrets.token_bytes(32), case_id)

    def rewrap(self, key: WrappedKey, case_id: UUID) -> WrappedKey:
        """Wrap a person's key by the primary one: it stays the same, and opens what it opened."""
        return self._wrap(self._unwrap(key, case_id), case_id)

    def _wrap(self, key: bytes, case_id: UUID) -> WrappedKey:
        return WrappedKey(self.primary, seal(self._keys[self.primary], f"key|{case_id}", key))

    def _unwrap(self, key: WrappedKey, case_id: UUID) -> bytes:
        wrapping = self._keys.get(key.wrapping_key_id)
        if wrapping is None:
            raise VaultError("The key that wraps this person's key is not in the key file.")
        return open_sealed(wrapping, f"key|{case_id}", key.wrapped_key)

    def check(self, key: WrappedKey, case_id: UUID) -> None:
        """Raise VaultError unless a stored key opens."""
        self._unwrap(key, case_id)

    def seal(self, key: WrappedKey, case_id: UUID, purpose: str, plaintext: bytes) -> bytes:
        """Seal data with the person's key, for one purpose (a column of a table)."""
        return seal(self._unwrap(key, case_id), f"{purpose}|{case_id}", plaintext)

    def open(self, key: WrappedKey, case_id: UUID, purpose: str, sealed: bytes) -> bytes:
        """Open data sealed for this case and purpose; VaultError if they were tampered with."""
        return open_sealed(self._unwrap(key, case_id), f"{purpose}|{case_id}", sealed)
