"""What is kept of the factors of personal accounts, under keys that the database does not hold.

They are derived from ``pin.key``: a dump of the database yields no secret of an authenticator, no
recovery code, and not whose tries a row counts.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from uuid import UUID

from referral_api.security.key_ring import Secrets
from referral_api.security.vault import open_by_age, seal

_NONCE = 16


class FactorKeys:
    """The keys of authenticators, recovery codes, invitations, tries and browsers."""

    def __init__(self, known: Secrets) -> None:
        self._sealing = known.derive(b"authenticator")
        self._codes = known.derive(b"factor code")
        self._tries = known.derive(b"factor tries")
        self._browsers = known.derive(b"known browser")
        self._pending = known.derive(b"pending sign-in")

    def seal_secret(self, agent_id: UUID, secret: str) -> bytes:
        """Seal the secret of an authenticator, for this agent."""
        return seal(self._sealing.in_use, f"totp|{agent_id}", secret.encode())

    def open_secret(self, agent_id: UUID, sealed: bytes) -> str | None:
        """Open it; None if its key was dropped, or the row is another agent's."""
        opened = open_by_age(self._sealing, f"totp|{agent_id}", sealed)
        return None if opened is None else opened.decode()

    def seal_pending(self, purpose: str, content: bytes) -> bytes:
        """Seal what a sign-in that has begun must remember."""
        return seal(self._pending.in_use, purpose, content)

    def open_pending(self, purpose: str, sealed: bytes) -> bytes | None:
        """Open it; None if it was kept for another purpose."""
        return open_by_age(self._pending, purpose, sealed)

    def code_digests(self, what: str, code: str) -> list[bytes]:
        """Return the digests by which a code is looked for; the first is that which is stored."""
        keys = dict.fromkeys([self._codes.in_use, *self._codes.by_age])
        return [_digest(key, f"{what}|{code}") for key in keys]

    def bucket(self, whose: str) -> bytes:
        """Return under what the tries of somebody are counted."""
        return _digest(self._tries.in_use, whose)

    def make_browser(self, agent_id: UUID) -> str:
        """Make the cookie of a browser in which an agent has signed in."""
        content = agent_id.bytes + secrets.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(seal(self._browsers.in_use, "browser", content)).decode()

    def read_browser(self, cookie: str, agent_id: UUID) -> str | None:
        """Return the name of a browser that this agent has signed in with; None of any other."""
        try:
            sealed = base64.urlsafe_b64decode(cookie)
        except (binascii.Error, ValueError):
            return None
        opened = open_by_age(self._browsers, "browser", sealed)
        if opened is None or opened[:16] != agent_id.bytes:
            return None
        return opened[16:].hex()


def _digest(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
