"""Access tokens that are not those of RFC 9068: what they may lack, and what none may have.

RFC 9068 tells an access token by its type, so that an ID token of the same issuer never passes for
one. Where the type does not tell, a claim that the operator names does, and no token passes that
carries what only ID tokens, logout tokens or security events carry (docs/decisions/0032).
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping

from referral_api.security.outside_issuers import PlainTokens
from referral_api.security.tokens import Header, Untrusted, check_header

_TYPES = (None, "jwt", "at+jwt", "application/at+jwt")
# They change what the other members or the content mean, so ignoring them is no choice.
_NEVER_IGNORED = {"crit", "b64", "enc", "zip"}
_READ = {"alg", "kid", "typ"}
_OF_OTHER_TOKENS = {"nonce", "at_hash", "c_hash", "s_hash", "events"}
# Claims with which issuers say what kind of token it is, and what they say of an access token.
_KINDS = {"token_use": "access", "typ": "Bearer"}


def check_plain_header(members: Mapping[str, object]) -> Header:
    """Return the header of a token; members that change nothing are ignored."""
    if members.keys() & _NEVER_IGNORED:
        raise Untrusted
    read = {name: value for name, value in members.items() if name in _READ}
    if isinstance(kind := read.get("typ"), str):
        read["typ"] = kind.lower()
    return check_header(read, _TYPES)


def check_is_access_token(claims: Mapping[str, object], plain: PlainTokens) -> None:
    """Raise Untrusted unless the claims are those of an access token."""
    if claims.keys() & _OF_OTHER_TOKENS:
        raise Untrusted
    if any(name in claims and claims[name] != kind for name, kind in _KINDS.items()):
        raise Untrusted
    words = _words(claims.get(plain.claim))
    if not words or (plain.value is not None and plain.value not in words):
        raise Untrusted


def derive_token_id(token: str) -> str:
    """Return what stands for the id of a token that has none: its digest."""
    digest = hashlib.sha256(token.encode("ascii")).digest()
    return "sha256:" + urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _words(value: object) -> list[str]:
    """Return the words of a claim: of a text those between spaces, of a list its members."""
    found = value.split(" ") if isinstance(value, str) else value
    if not isinstance(found, list):
        return []
    return [word for word in found if isinstance(word, str) and word.strip()]
