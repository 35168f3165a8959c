"""Cookies of sessions and devices: 256 random bits, of which the database keeps a digest only."""

import hashlib
import re
import secrets

_BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new_cookie() -> str:
    """Make the value of a cookie; nothing can be read from it, or guessed."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(cookie: str) -> bytes | None:
    """Return the digest by which a cookie is found; None for what was never one of ours."""
    if not _FORM.fullmatch(cookie):
        return None
    return hashlib.sha256(cookie.encode()).digest()
