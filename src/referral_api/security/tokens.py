"""Signs and opens compact tokens; the only module that imports jose.

python-jose receives only safe input: a token whose shape was checked, one key built from PEM, and
the one algorithm of that key. It decides only whether the signature is valid. Encrypted tokens,
key sets and claims never reach it.
"""

import base64
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jose import backends, jwk, jws
from jose.backends.cryptography_backend import CryptographyECKey, CryptographyRSAKey
from jose.exceptions import JOSEError

from referral_api.security.strict_json import parse_json

LONGEST_TOKEN = 8 * 1024
LONGEST_HEADER = 1024
ALGORITHMS = ("ES256", "RS256")

_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
_HEADER_NAMES = {"alg", "kid", "typ"}
# Exceptions that python-jose and the parsers below raise for malformed tokens.
_ESCAPES = (
    JOSEError, ValueError, TypeError, OverflowError, RecursionError, AttributeError, KeyError,
)  # fmt: skip

# The other backends are slower and leak timing, so a missing extra must stop the service.
if backends.ECKey is not CryptographyECKey or backends.RSAKey is not CryptographyRSAKey:
    raise ImportError("python-jose must use its cryptography backend")


class Untrusted(Exception):
    """The token cannot be trusted. No reason is given: every caller raises one refusal."""


class Expired(Untrusted):
    """The token was good until it expired."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a token, before the token is verified."""

    algorithm: str
    key_id: str
    type: str | None


def read_members(token: object) -> dict[str, object]:
    """Check the shape of a token and read the members of its header."""
    try:
        if not isinstance(token, str) or not token.isascii() or len(token) > LONGEST_TOKEN:
            raise Untrusted
        segments = token.split(".")
        if len(segments) != 3 or len(segments[0]) > LONGEST_HEADER:
            raise Untrusted
        decoded = [_decode(segment) for segment in segments]
        return _parse(decoded[0])
    except _ESCAPES:
        raise Untrusted from None


def read_header(token: object, types: Collection[str | None]) -> Header:
    """Check the shape of a token and read its header; ``types`` are the accepted ``typ``."""
    return check_header(read_members(token), types)


def check_header(members: Mapping[str, object], types: Collection[str | None]) -> Header:
    """Return the header of a token if it has these members and no other."""
    if not members.keys() <= _HEADER_NAMES:
        raise Untrusted
    values = {name: value for name, value in members.items() if isinstance(value, str)}
    if not {"alg", "kid"} <= values.keys() or values.keys() != members.keys():
        raise Untrusted
    found = Header(values["alg"], values["kid"], values.get("typ"))
    if found.type not in types or found.algorithm not in ALGORITHMS:
        raise Untrusted
    return found


def open_token(token: str, header: Header, *, public_pem: str, algorithm: str) -> dict[str, object]:
    """Return the claims if this key made the signature, with its own algorithm."""
    if header.algorithm != algorithm or not public_pem.startswith("-----BEGIN PUBLIC KEY-----"):
        raise Untrusted
    try:
        key = _key(public_pem, algorithm)
        return _parse(jws.verify(token, key, algorithms=[algorithm]))
    except _ESCAPES:
        raise Untrusted from None


def peek_claims(token: str) -> dict[str, object]:
    """Read unverified claims, only to choose the key to try."""
    try:
        return _parse(_decode(token.split(".")[1]))
    except _ESCAPES:
        raise Untrusted from None


def sign_token(claims: Mapping[str, object], *, private_pem: str, key_id: str, typ: str) -> str:
    """Sign claims with ES256."""
    headers = {"kid": key_id, "typ": typ}
    return str(jws.sign(claims, _key(private_pem, "ES256"), headers=headers, algorithm="ES256"))


@lru_cache(maxsize=1024)
def _key(pem: str, algorithm: str) -> jwk.Key:
    return jwk.construct(pem, algorithm)


def _decode(segment: str) -> bytes:
    # Python skips characters outside the alphabet and ignores stray bits, so many spellings would
    # be the same token; exactly one is accepted.
    if not _SEGMENT.fullmatch(segment):
        raise Untrusted
    content = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    if base64.urlsafe_b64encode(content).rstrip(b"=") != segment.encode():
        raise Untrusted
    return content


def _parse(content: bytes) -> dict[str, object]:
    found = parse_json(content)
    if not isinstance(found, dict):
        raise Untrusted
    return found
