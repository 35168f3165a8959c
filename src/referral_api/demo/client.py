"""The demo's partner systems: each authenticates with its key and acts for agents."""

import time
from pathlib import Path
from uuid import uuid4

import httpx

from referral_api.demo.data import DemoAgent, DemoOrganisation, organisation
from referral_api.errors.sentences import SentenceError
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE as SHEET
from referral_api.security import SigningKey
from referral_api.security.tokens import sign_token

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Unreachable(SentenceError):
    """The service, or the keys of its demo, cannot be found."""


class Partners:
    """The partner systems of the demo organisations, as clients of one service."""

    def __init__(self, address: str, issuer: str, keys: Path, language: str) -> None:
        self._http = httpx.Client(
            base_url=address, headers={"Accept-Language": language}, timeout=70, trust_env=False
        )
        self._issuer = issuer
        self._keys = keys

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask_for_token(self, agent: DemoAgent) -> httpx.Response:
        """Ask for a token as the system of the agent's organisation (RFC 7523)."""
        body = organisation(agent.organisation)
        return self._request(
            "POST",
            "/oauth2/token",
            data={
                "grant_type": _GRANT_TYPE,
                "client_assertion_type": _ASSERTION_TYPE,
                "client_assertion": self._sign(body, str(body.client_id)),
                "assertion": self._sign(body, str(agent.id)),
            },
        )

    def ask_for_own_token(self, body: DemoOrganisation) -> httpx.Response:
        """Ask for a token of the system itself: it acts for nobody."""
        assertion = self._sign(body, str(body.client_id))
        asked = {
            "grant_type": "client_credentials", "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": assertion,
        }  # fmt: skip
        return self._request("POST", "/oauth2/token", data=asked)

    def call(
        self, token: str, method: str, path: str, content: object = None, etag: str | None = None,
        accept: str = "application/json",
    ) -> httpx.Response:  # fmt: skip
        """Make one request; a POST gets a key of its own. Bytes are sent as a sheet."""
        headers = {"Authorization": f"Bearer {token}", "Accept": accept}
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        if etag is not None:
            headers["If-Match"] = etag
        if isinstance(content, bytes):
            headers["Content-Type"] = SHEET
            return self._request(method, path, content=content, headers=headers)
        return self._request(method, path, json=content, headers=headers)

    def _request(self, method: str, path: str, **options: object) -> httpx.Response:
        try:
            return self._http.request(method, path, **options)  # type: ignore[arg-type]
        except httpx.HTTPError:
            raise Unreachable(
                "No service replies at {address}: start it with `referral-api run`.",
                address=self._http.base_url,
            ) from None

    def _sign(self, body: DemoOrganisation, subject: str) -> str:
        try:
            key = SigningKey.from_pem((self._keys / body.key_file).read_bytes())
        except (OSError, ValueError):
            raise Unreachable(
                "{folder} does not hold the demo's keys: they are made by `referral-api run` on an "
                "empty data folder (REFERRAL_DATA_DIR).",
                folder=self._keys,
            ) from None
        now = int(time.time())
        claims = {
            "iss": str(body.client_id), "sub": subject, "aud": self._issuer, "jti": str(uuid4()),
            "iat": now, "exp": now + 50,
        }  # fmt: skip
        return sign_token(claims, private_pem=key.private_pem, key_id=key.key_id, typ="JWT")
