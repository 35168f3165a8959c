"""Verifies that a bearer token comes from this service or from a trusted issuer."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referral_api.errors import InvalidToken
from referral_api.security.claims import Expected, check_claims, text
from referral_api.security.keysets import KeySet
from referral_api.security.tokens import Expired, Header, Untrusted, open_token, read_header

_TYPES = ("at+jwt", "application/at+jwt")
_BUILT_IN_LIFE = timedelta(minutes=15)
_OUTSIDE_LIFE = timedelta(minutes=60)
_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a verified access token."""

    issuer: str
    subject: str
    client_id: str | None
    jti: str
    expires_at: datetime


class _BuiltIn:
    """Our own keys, with the interface of a key set."""

    def __init__(self, keys: Mapping[str, str], issuer: str, audience: str) -> None:
        self._keys = dict(keys)
        self.algorithm = "ES256"
        self.expected = Expected(issuer, audience, _BUILT_IN_LIFE)

    def known(self, kid: str) -> str | None:
        return self._keys.get(kid)

    async def find(self, kid: str) -> str | None:
        return self._keys.get(kid)


class _Outside:
    """The keys of an outside issuer, and the requirements on its tokens."""

    def __init__(self, keys: KeySet) -> None:
        trusted = keys.trusted
        self.known = keys.known
        self.find = keys.find
        self.algorithm: str = trusted.algorithm
        self.expected = Expected(trusted.issuer, trusted.audience, _OUTSIDE_LIFE)


_Source = _BuiltIn | _Outside


@dataclass(frozen=True, slots=True)
class _Remembered:
    claims: Claims
    source: _Source
    key_id: str
    pem: str


class Verifier:
    """Checks access tokens against our own keys and those of the outside issuers.

    A verified token is remembered by its digest until it expires, or its key is withdrawn.
    """

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        keys: Mapping[str, str],
        outside: Iterable[KeySet] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``keys`` are our own public keys, kid → PEM: the current one and earlier ones."""
        self._sources: list[_Source] = [_BuiltIn(keys, issuer, audience)]
        self._sources += [_Outside(keys_of_issuer) for keys_of_issuer in outside]
        if any(source.expected.issuer == issuer for source in self._sources[1:]):
            raise ValueError("An outside issuer bears our own name; its keys would speak for us.")
        self._clock = clock
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()

    async def verify(self, token: str) -> Claims:
        """Return the claims of the token, or raise InvalidToken, whatever the reason."""
        # A remembered token has passed every check, so its shape is not checked again.
        digest = hashlib.sha256(str(token).encode(errors="replace")).digest()
        remembered = self._recall(digest)
        if remembered is not None:
            return remembered.claims
        try:
            remembered = await self._examine(token, read_header(token, _TYPES))
        except Expired:
            raise InvalidToken(reason="expired") from None
        except Untrusted:
            raise InvalidToken(reason="untrusted") from None
        self._remember(digest, remembered)
        return remembered.claims

    async def _examine(self, token: str, header: Header) -> _Remembered:
        # Issuers choose key ids freely, so one id may stand for several keys. Known keys come
        # first, so that valid tokens do not wait for another issuer's response.
        unknown = []
        for source in self._sources:
            pem = source.known(header.key_id)
            if pem is None:
                unknown.append(source)
            elif found := self._try(token, header, source, pem):
                return found
        fetched = await asyncio.gather(*(source.find(header.key_id) for source in unknown))
        for source, pem in zip(unknown, fetched, strict=True):
            if pem is not None and (found := self._try(token, header, source, pem)):
                return found
        raise Untrusted

    def _try(self, token: str, header: Header, source: _Source, pem: str) -> _Remembered | None:
        try:
            claims = open_token(token, header, public_pem=pem, algorithm=source.algorithm)
            checked = check_claims(claims, source.expected, self._clock())
            client = text(claims["client_id"]) if "client_id" in claims else None
        except Expired:  # it is this source's, and no other could have signed it
            raise
        except Untrusted:
            return None
        issuer = source.expected.issuer
        known = Claims(issuer, checked.subject, client, checked.token_id, checked.expires_at)
        return _Remembered(known, source, header.key_id, pem)

    def _recall(self, digest: bytes) -> _Remembered | None:
        found = self._remembered.get(digest)
        if found is None:
            return None
        expired = found.claims.expires_at <= self._clock()
        if expired or found.source.known(found.key_id) != found.pem:
            del self._remembered[digest]
            return None
        self._remembered.move_to_end(digest)
        return found

    def _remember(self, digest: bytes, found: _Remembered) -> None:
        self._remembered[digest] = found
        while len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
