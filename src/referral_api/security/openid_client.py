"""Signing people in by an outside issuer: authorization code with PKCE (RFC 7636), query mode."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from referral_api.errors import Unavailable
from referral_api.security.keysets import LARGEST_SET, KeySet
from referral_api.security.openid_tokens import (
    LogoutSaid,
    PersonSaid,
    check_id_token,
    check_logout_token,
)
from referral_api.security.outside_issuers import OutsideIssuer
from referral_api.security.tokens import Untrusted

_FRESH = 3600.0
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Begun:
    """What we must remember until the browser comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Begun":
        """Draw all three."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class OpenidClient:
    """We, as a client of one issuer. Its addresses are asked for once an hour."""

    def __init__(
        self, trusted: OutsideIssuer, redirect: str, *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        if trusted.sign_in is None:
            raise ValueError("Nobody signs in by this issuer.")
        self.trusted, self._client, self._redirect = trusted, trusted.sign_in, redirect
        self._transport = transport
        self._keys = KeySet(trusted, transport=transport)
        self._found: tuple[float, Mapping[str, Any]] = (-_FRESH, {})

    async def begin(self, begun: Begun, max_age: timedelta) -> str:
        """Return the address of the issuer to which the browser goes."""
        digest = hashlib.sha256(begun.verifier.encode()).digest()
        asked = {
            "response_type": "code", "response_mode": "query", "scope": "openid",
            "client_id": self._client.client_id, "redirect_uri": self._redirect,
            "state": begun.state, "nonce": begun.nonce, "max_age": int(max_age.total_seconds()),
            # Who locks or leaves a session here must not be let in again without a word.
            "prompt": "login",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }  # fmt: skip
        address: str = (await self._addresses())["authorization_endpoint"]
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

    async def finish(
        self, begun: Begun, answer: Mapping[str, str], max_age: timedelta
    ) -> PersonSaid:
        """Return whom the issuer has signed in, from what the browser brought back; Untrusted if
        anything of it is not what we asked for.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise Untrusted
        known = await self._addresses()
        tells = known.get("authorization_response_iss_parameter_supported") is True
        if (tells or "iss" in answer) and answer.get("iss") != self.trusted.issuer:  # RFC 9207
            raise Untrusted
        if not answer.get("code"):
            raise Untrusted
        token = await self._redeem(known["token_endpoint"], answer["code"], begun.verifier)
        return await check_id_token(self._keys, token, begun.nonce, max_age, datetime.now(UTC))

    async def read_logout(self, token: str) -> LogoutSaid:
        """Return what a logout token says; Untrusted if it is none of this issuer's."""
        return await check_logout_token(self._keys, token, datetime.now(UTC))

    async def _redeem(self, address: str, code: str, verifier: str) -> object:
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self._redirect,
            "client_id": self._client.client_id, "code_verifier": verifier,
        }  # fmt: skip
        if self._client.client_secret is not None:
            sent["client_secret"] = self._client.client_secret.get_secret_value()
        answer = await self._ask("POST", address, sent)
        if answer is None:
            raise Untrusted
        return answer.get("id_token")

    async def _addresses(self) -> Mapping[str, Any]:
        """Return what the issuer says of itself (OpenID Connect Discovery)."""
        at, found = self._found
        if time.monotonic() - at < _FRESH and found:
            return found
        place = f"{self.trusted.issuer.rstrip('/')}/.well-known/openid-configuration"
        fresh = await self._ask("GET", place)
        if (
            fresh is None
            or fresh.get("issuer") != self.trusted.issuer
            or not all(
                _is_safe(fresh.get(name)) for name in ("authorization_endpoint", "token_endpoint")
            )
        ):
            raise Unavailable(reason="issuer")
        self._found = time.monotonic(), fresh
        return fresh

    async def _ask(
        self, method: str, address: str, sent: Mapping[str, str] | None = None
    ) -> Mapping[str, Any] | None:
        """Return the JSON of an answer; None of a refusal; Unavailable without an answer."""
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            async with (
                httpx.AsyncClient(
                    transport=self._transport, timeout=_TIMEOUT, follow_redirects=False
                ) as client,
                client.stream(method, address, data=sent, headers=headers) as response,
            ):
                content = bytearray()
                async for part in response.aiter_bytes():
                    content += part
                    if len(content) > LARGEST_SET:
                        raise Unavailable(reason="issuer")
        except httpx.HTTPError:
            raise Unavailable(reason="issuer") from None
        if response.status_code >= 500:
            raise Unavailable(reason="issuer")
        try:
            found = json.loads(content.decode()) if response.status_code == 200 else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


def _is_safe(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    on_this_machine = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    return parts.scheme == "https" or (parts.scheme == "http" and on_this_machine)
