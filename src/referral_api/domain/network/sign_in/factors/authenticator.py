"""Codes of an authenticator (RFC 6238): six figures, each good for half a minute, and once."""

import hmac
from datetime import UTC, datetime

import pyotp

PERIOD = 30
_AROUND = (0, -1, 1)


def new_secret() -> str:
    """Make the secret of an authenticator."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, shown: str) -> str:
    """Return the address by which an authenticator takes the secret, under a neutral name."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=name, issuer_name=shown)


def find_step(secret: str, code: str, now: datetime | None = None) -> int | None:
    """Return the step of a code: now, the one before or after; None if it is wrong."""
    totp = pyotp.TOTP(secret, interval=PERIOD)
    present = int((now or datetime.now(UTC)).timestamp()) // PERIOD
    found = None
    for step in (present + away for away in _AROUND):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found
