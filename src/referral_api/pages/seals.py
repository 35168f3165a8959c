"""Searches that travel in an address without being read there: a name, the code of a file.

An address stays in the history of a shared telephone. What is sealed into it opens on the same
page of the same session alone, so that Back and links go on working, and nobody else reads it.
"""

import base64
import binascii
import json
from collections.abc import Mapping

from referral_api.security.key_ring import Secrets
from referral_api.security.vault import open_by_age, seal

# Filled up to a multiple of this: the length tells nothing of a name.
_BLOCK = 96


class QuerySeals:
    """Seals the values of a search for one session and one page."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def seal(self, session_id: str, path: str, values: Mapping[str, str]) -> str:
        """Seal values; the same values look different each time."""
        text = json.dumps(dict(values), ensure_ascii=False).encode()
        filled = text + b" " * (-len(text) % _BLOCK)
        sealed = seal(self._secrets.in_use, _binding(session_id, path), filled)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, session_id: str, path: str, sealed: str) -> dict[str, str] | None:
        """Open what was sealed for this session and page; None if it was not."""
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        except (binascii.Error, ValueError):
            return None
        text = open_by_age(self._secrets, _binding(session_id, path), raw)
        found: dict[str, str] | None = None if text is None else json.loads(text)
        return found


def _binding(session_id: str, path: str) -> str:
    return f"{session_id}|{path}"
