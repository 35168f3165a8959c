"""The checks of what an issuer says about people: ID tokens and logout tokens."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referral_api.security.claims import CLOCK_TOLERANCE, Expected, check_claims, text
from referral_api.security.keysets import KeySet
from referral_api.security.tokens import Untrusted, open_token, read_header

_ID_TYPES = (None, "JWT")
_LOGOUT_TYPES = (None, "JWT", "logout+jwt")
_LONGEST_LIFE = timedelta(days=1)
_LOGOUT_LIFE = timedelta(minutes=10)
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """Whom an issuer has signed in, when, and with two factors or not."""

    issuer: str
    subject: str
    sid: str | None
    proved_at: datetime
    by_two: bool


@dataclass(frozen=True, slots=True)
class LogoutSaid:
    """Whose session the issuer has ended, or which."""

    issuer: str
    subject: str | None
    sid: str | None
    jti: str
    expires_at: datetime


async def check_id_token(
    keys: KeySet, token: object, nonce: str, max_age: timedelta, now: datetime
) -> PersonSaid:
    """Return what an ID token says; Untrusted unless it was made for this sign-in, just now."""
    claims = await _open(keys, token, _ID_TYPES)
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise Untrusted
    checked = check_claims(claims, _expected(keys, _LONGEST_LIFE), now)
    _check_party(keys, claims)
    at = claims.get("auth_time")
    if type(at) is not int or not 0 <= at < 253402300800:
        raise Untrusted
    proved_at = datetime.fromtimestamp(at, UTC)
    if not now - max_age - CLOCK_TOLERANCE <= proved_at <= now + CLOCK_TOLERANCE:
        raise Untrusted
    return PersonSaid(
        keys.trusted.issuer, checked.subject, text(claims["sid"]) if "sid" in claims else None,
        min(proved_at, now), _by_two(keys, claims),
    )  # fmt: skip


async def check_logout_token(keys: KeySet, token: object, now: datetime) -> LogoutSaid:
    """Return what a logout token says (Back-Channel Logout 1.0, section 2.6)."""
    claims = await _open(keys, token, _LOGOUT_TYPES)
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(_LOGOUT), Mapping):
        raise Untrusted
    if "nonce" in claims or not {"sub", "sid"} & claims.keys():
        raise Untrusted
    checked = check_claims({"sub": "-", **claims}, _expected(keys, _LOGOUT_LIFE), now)
    return LogoutSaid(
        keys.trusted.issuer, checked.subject if "sub" in claims else None,
        text(claims["sid"]) if "sid" in claims else None, text(claims.get("jti")),
        checked.expires_at,
    )  # fmt: skip


async def _open(keys: KeySet, token: object, types: tuple[str | None, ...]) -> dict[str, object]:
    header = read_header(token, types)
    pem = keys.known(header.key_id) or await keys.find(header.key_id)
    if pem is None:
        raise Untrusted
    return open_token(str(token), header, public_pem=pem, algorithm=keys.trusted.algorithm)


def _expected(keys: KeySet, life: timedelta) -> Expected:
    # ID tokens need no ``jti``, and may name other audiences beside us.
    return Expected(keys.trusted.issuer, _client_id(keys), life, plain=True)


def _check_party(keys: KeySet, claims: Mapping[str, object]) -> None:
    """A token for several audiences names the one that asked for it."""
    audience = claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != _client_id(keys):
        raise Untrusted


def _client_id(keys: KeySet) -> str:
    if keys.trusted.sign_in is None:
        raise Untrusted
    return keys.trusted.sign_in.client_id


def _by_two(keys: KeySet, claims: Mapping[str, object]) -> bool:
    if keys.trusted.sign_in is None:
        return False
    methods = claims.get("amr")
    said = [claims.get("acr"), *(methods if isinstance(methods, list) else [])]
    return any(value in keys.trusted.sign_in.two_factors for value in said)
