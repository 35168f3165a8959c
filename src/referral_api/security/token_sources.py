"""Whose tokens are accepted: for each source its keys, and what it requires of a token."""

from collections.abc import Mapping
from datetime import timedelta

from referral_api.security.claims import Expected
from referral_api.security.keysets import KeySet
from referral_api.security.plain_tokens import check_is_access_token, check_plain_header
from referral_api.security.tokens import Header, check_header

_TYPES = ("at+jwt", "application/at+jwt")
_BUILT_IN_LIFE = timedelta(minutes=15)
_OUTSIDE_LIFE = timedelta(minutes=60)


class BuiltIn:
    """Our own keys, with the interface of a key set, and the requirements on our tokens."""

    is_away = False

    def __init__(self, keys: Mapping[str, str], issuer: str, audience: str) -> None:
        self._keys = dict(keys)
        self.algorithm = "ES256"
        self.expected = Expected(issuer, audience, _BUILT_IN_LIFE)

    def known(self, kid: str) -> str | None:
        return self._keys.get(kid)

    async def find(self, kid: str) -> str | None:
        return self._keys.get(kid)

    def read_header(self, members: Mapping[str, object]) -> Header:
        return check_header(members, _TYPES)

    def check_kind(self, claims: Mapping[str, object]) -> None:
        """Its type has told it."""


class Outside:
    """The keys of an outside issuer, and the requirements on its tokens."""

    def __init__(self, keys: KeySet) -> None:
        trusted = keys.trusted
        self._keys = keys
        self._plain = trusted.plain_tokens
        self.known = keys.known
        self.find = keys.find
        self.algorithm: str = trusted.algorithm
        longest = _OUTSIDE_LIFE if self._plain is None else self._plain.longest_life
        self.expected = Expected(
            trusted.issuer, trusted.audience, longest, plain=self._plain is not None
        )

    @property
    def is_away(self) -> bool:
        return self._keys.is_away

    def read_header(self, members: Mapping[str, object]) -> Header:
        return check_header(members, _TYPES) if self._plain is None else check_plain_header(members)

    def check_kind(self, claims: Mapping[str, object]) -> None:
        """Raise Untrusted if it is a token of another kind."""
        if self._plain is not None:
            check_is_access_token(claims, self._plain)


Source = BuiltIn | Outside
