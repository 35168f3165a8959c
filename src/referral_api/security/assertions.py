"""Authentication of partner systems: signed assertions and registered keys (RFC 7523)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referral_api.errors import InvalidClient
from referral_api.security.claims import Expected, check_claims, text
from referral_api.security.public_keys import key_id, public_pem
from referral_api.security.tokens import Untrusted, open_token, peek_claims, read_header

_TYPES = (None, "JWT", "client-authentication+jwt")
_MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class AssertionClaims:
    """The verified claims of an assertion. Its ``jti`` may be used once until ``expires_at``."""

    subject: str
    jti: str
    expires_at: datetime


def peek_issuer(assertion: str) -> str:
    """Return the issuer that an assertion claims, before it is verified.

    Use it only to choose the keys to try: pass it to ``verify_assertion`` as ``issuer`` together
    with that client's keys.
    """
    try:
        read_header(assertion, _TYPES)
        return text(peek_claims(assertion).get("iss"))
    except Untrusted:
        raise InvalidClient from None


def verify_assertion(
    assertion: str,
    *,
    keys: Mapping[str, str],
    issuer: str,
    subject: str | None,
    expected_audience: str,
    max_life: timedelta = timedelta(seconds=60),
    now: datetime | None = None,
) -> AssertionClaims:
    """Return the claims that a partner system signed, or raise InvalidClient.

    To authenticate a client, ``subject`` is the client id, as ``issuer`` is. In the JWT bearer
    grant the subject is the agent that the client acts for: pass None and look the agent up. The
    audience is our issuer identifier as a single string; the address of the token endpoint is
    refused.
    """
    try:
        header = read_header(assertion, _TYPES)
        pem = keys.get(header.key_id)
        if pem is None:
            raise Untrusted
        claims = open_token(assertion, header, public_pem=pem, algorithm="ES256")
        expected = Expected(issuer, expected_audience, max_life, issued_required=False)
        checked = check_claims(claims, expected, now or datetime.now(UTC))
        if subject is not None and checked.subject != subject:
            raise Untrusted
    except Untrusted:
        raise InvalidClient from None
    return AssertionClaims(checked.subject, checked.token_id, checked.expires_at)


def parse_client_keys(jwks: object) -> dict[str, str]:
    """Return the keys that a client registers, kid → PEM, or raise ValueError.

    Unlike an issuer's published set, which may hold keys for other uses, every key here must
    be acceptable, so that the administrator who registers it learns of an error at once.
    """
    published = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(published, list) or not 1 <= len(published) <= _MOST_KEYS:
        raise ValueError(f"A key set has 1 to {_MOST_KEYS} keys.")
    found: dict[str, str] = {}
    for key in published:
        pem = public_pem(key, "ES256")
        name = key_id(key)
        if name in found:
            raise ValueError("Two keys have the same kid.")
        found[name] = pem
    return found
