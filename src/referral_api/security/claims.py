"""The checks of signed claims: issuer, subject, audience and period of validity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referral_api.security.tokens import Expired, Untrusted

# How far a sender's clock may be ahead of ours.
CLOCK_TOLERANCE = timedelta(seconds=10)
_LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """The requirements on a token; ``issued_required`` makes the claim ``iat`` mandatory.

    ``plain`` accepts one that names other audiences, too, and one without ``jti``.
    """

    issuer: str
    audience: str
    longest_life: timedelta
    issued_required: bool = True
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The required claims, after they passed the checks. The id is empty only of a plain token."""

    subject: str
    token_id: str
    expires_at: datetime


def check_claims(claims: Mapping[str, object], expected: Expected, now: datetime) -> Checked:
    """Return the checked claims, or raise Untrusted.

    The audience is one string, never a list: one service could replay a token that is valid at
    several. The operator may accept that of an issuer, with plain tokens.
    """
    if claims.get("iss") != expected.issuer or not _is_for(expected, claims.get("aud")):
        raise Untrusted
    present = now.timestamp()
    expires = _seconds(claims.get("exp"))
    if expires <= present:
        raise Expired
    tolerated = present + CLOCK_TOLERANCE.total_seconds()
    # Without iat the lifetime is counted from the latest possible time of issue.
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
        token_id="" if expected.plain and "jti" not in claims else text(claims.get("jti")),
        expires_at=datetime.fromtimestamp(expires, UTC),
    )


def _is_for(expected: Expected, audience: object) -> bool:
    if expected.plain and isinstance(audience, list):
        return expected.audience in audience
    return audience == expected.audience


def text(value: object) -> str:
    """Return a short printable string, which is safe in a database and a log; else Untrusted."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT:
        raise Untrusted
    if not value.isprintable():
        raise Untrusted
    return value


def _seconds(value: object) -> int:
    # In Python a bool is an int, and no datetime has a year after 9999.
    if type(value) is not int or not 0 <= value < 253402300800:
        raise Untrusted
    return value
