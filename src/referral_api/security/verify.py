"""Verifies that a bearer token comes from this service or from a trusted issuer."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from referral_api.errors import InvalidToken, Unavailable
from referral_api.security.claims import check_claims, text
from referral_api.security.keysets import KeySet
from referral_api.security.plain_tokens import derive_token_id
from referral_api.security.token_sources import BuiltIn, Outside, Source
from referral_api.security.tokens import (
    Expired,
    Header,
    Untrusted,
    open_token,
    peek_claims,
    read_members,
)

_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a verified access token."""

    issuer: str
    subject: str
    client_id: str | None
    jti: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Remembered:
    claims: Claims
    source: Source
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
        self._sources: list[Source] = [BuiltIn(keys, issuer, audience)]
        self._sources += [Outside(keys_of_issuer) for keys_of_issuer in outside]
        if any(source.expected.issuer == issuer for source in self._sources[1:]):
            raise ValueError("An outside issuer bears our own name; its keys would speak for us.")
        self._clock = clock
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()

    async def verify(self, token: str) -> Claims:
        """Return the claims of the token, or raise InvalidToken, whatever the reason; Unavailable
        if it names an issuer that cannot be asked for the key.
        """
        # A remembered token has passed every check, so its shape is not checked again.
        digest = hashlib.sha256(str(token).encode(errors="replace")).digest()
        remembered = self._recall(digest)
        if remembered is not None:
            return remembered.claims
        try:
            remembered = await self._examine(token, read_members(token))
        except Expired:
            raise InvalidToken(reason="expired") from None
        except Untrusted:
            raise InvalidToken(reason="untrusted") from None
        self._remember(digest, remembered)
        return remembered.claims

    async def _examine(self, token: str, members: Mapping[str, object]) -> _Remembered:
        # Issuers choose key ids freely, so one id may stand for several keys. Known keys come
        # first, so that valid tokens do not wait for another issuer's response.
        unknown: list[tuple[Source, Header]] = []
        for source in self._sources:
            try:
                header = source.read_header(members)
            except Untrusted:
                continue
            pem = source.known(header.key_id)
            if pem is None:
                unknown.append((source, header))
            elif found := self._try(token, header, source, pem):
                return found
        fetched = await asyncio.gather(*(source.find(header.key_id) for source, header in unknown))
        for (source, header), pem in zip(unknown, fetched, strict=True):
            if pem is not None and (found := self._try(token, header, source, pem)):
                return found
        named = peek_claims(token).get("iss")
        if any(source.is_away and source.expected.issuer == named for source, _ in unknown):
            raise Unavailable(reason="issuer")
        raise Untrusted

    def _try(self, token: str, header: Header, source: Source, pem: str) -> _Remembered | None:
        try:
            claims = open_token(token, header, public_pem=pem, algorithm=source.algorithm)
            checked = check_claims(claims, source.expected, self._clock())
            source.check_kind(claims)
            client = text(claims["client_id"]) if "client_id" in claims else None
        except Expired:  # it is this source's, and no other could have signed it
            raise
        except Untrusted:
            return None
        token_id = checked.token_id or derive_token_id(token)
        issuer = source.expected.issuer
        known = Claims(issuer, checked.subject, client, token_id, checked.expires_at)
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
