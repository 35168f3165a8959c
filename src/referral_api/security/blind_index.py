"""Keyed tokens of words that stay sealed: equal words of one purpose have equal tokens.

The key is in a file of its own, ``index.key``, beside those of the vault. Tokens are short: at a
million files each stands for several people, so that a token alone proves nothing.
"""

import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from referral_api.security.key_files import KeyFileError
from referral_api.security.key_ring import Secrets

FILE = "index.key"
# 24 bits: a register of a million files keeps about 30 million tokens.
_LENGTH = 3


class BlindIndex:
    """The keys of the blind indexes: one makes new tokens, by all of them tokens are looked for."""

    def __init__(self, secrets: Secrets) -> None:
        derived = secrets.derive(b"identity index")
        self._in_use, self._all = derived.in_use, derived.by_age
        self.key_id = hashlib.sha256(b"id" + self._in_use).hexdigest()[:8]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the key; KeyFileError without one: another server's would be another key."""
        path = folder / FILE
        if not path.exists():
            raise KeyFileError("{path} is missing: bring it, or make it with `keys`.", path=path)
        return cls(Secrets.read(path))

    def tokens(self, compounds: Iterable[str]) -> list[bytes]:
        """Make the tokens that are stored."""
        return sorted({_token(self._in_use, compound) for compound in compounds})

    def tokens_to_find(self, compound: str) -> set[bytes]:
        """Make the tokens that a compound may be stored as, before and after a rotation."""
        return {_token(key, compound) for key in self._all}


def _token(key: bytes, compound: str) -> bytes:
    return hmac.digest(key, compound.encode(), hashlib.sha256)[:_LENGTH]
