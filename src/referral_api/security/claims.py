"""What signed claims must say before they count: who, for whom, from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referral_api.security.tokens import Untrusted

# How far ahead of ours a sender's clock may be.
CLOCK_TOLERANCE = timedelta(seconds=10)
_LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a recipient demands of a token; ``issued_required`` is the claim ``iat``."""

    issuer: str
    audience: str
    longest_life: timedelta
    issued_required: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """The claims that were demanded and hold."""

    subject: str
    token_id: str
    expires_at: datetime


def check_claims(claims: Mapping[str, object], expected: Expected, now: datetime) -> Checked:
    """Return what the claims say, or raise Untrusted.

    The audience is one string, never a list: a token that is good at several services can be
    carried from one to another.
    """
    if claims.get("iss") != expected.issuer or claims.get("aud") != expected.audience:
        raise Untrusted
    present = now.timestamp()
    expires = _seconds(claims.get("exp"))
    if expires <= present:
        raise Untrusted
    tolerated = present + CLOCK_TOLERANCE.total_seconds()
    # Without iat the life is counted from the latest instant at which it could begin.
    issued = tolerated
    if expected.issued_required or "iat" in claims:
        issued = _seconds(claims.get("iat"))
    begins = _seconds(claims["nbf"]) if "nbf" in claims else issued
    if issued > tolerated or begins > tolerated:
        raise Untrusted
    if expires - issued > expected.longest_life.total_seconds():
        raise Untrusted
    return Checked(
        subject=text(claims.get("sub")),
        token_id=text(claims.get("jti")),
        expires_at=datetime.fromtimestamp(expires, UTC),
    )


def text(value: object) -> str:
    """Return a short printable string; what a database or a log would choke on is refused."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT:
        raise Untrusted
    if not value.isprintable():
        raise Untrusted
    return value


def _seconds(value: object) -> int:
    # bool is an int to Python, and a year beyond 9999 cannot be a datetime.
    if type(value) is not int or not 0 <= value < 253402300800:
        raise Untrusted
    return value
