"""An outside issuer in this process, which tells the truth, or lies in one way."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.pages.sign_in.outside import BACK, START, Issuers
from referral_api.security.key_ring import Secrets
from referral_api.security.openid_client import OpenidClient
from referral_api.security.outside_issuers import OutsideIssuer, PeopleSignIn
from referral_api.security.public_keys import public_jwk, to_pem
from referral_api.security.tokens import sign_token
from tests.support.visitors import Visitor
from tests.support.world import World

ISSUER, CLIENT = "https://login.example/realms/office", "office-pages"
_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def _private(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()  # fmt: skip


def _segment(content: Any) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class FakeIssuer:
    """``lies`` are claims of the ID token; None leaves one out. ``signs`` says how it signs.

    It remembers since when somebody is signed in there, and asks again only if it is told to.
    """

    subject: str
    lies: dict[str, Any] = field(default_factory=dict)
    signs: str = "right"
    typ: str = "JWT"
    tells_iss: bool = True
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    signed_in_at: float = 0.0
    times_asked: int = 0

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.other = ec.generate_private_key(ec.SECP256R1())
        self.jwk = public_jwk(self.key.public_key())

    def install(self, world: World) -> None:
        """Have the service trust it."""
        trusted = OutsideIssuer(
            issuer=ISSUER, audience="office-api", jwks_url=f"{ISSUER}/keys",
            sign_in=PeopleSignIn(client_id=CLIENT),
        )  # fmt: skip
        client = OpenidClient(
            trusted, f"https://test{BACK}", transport=httpx.MockTransport(self.answer)
        )
        secret = secrets.token_bytes(32)
        world.app.state.issuers = Issuers([client], Secrets(secret, [secret]))

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer the service."""
        place = request.url.path.removeprefix("/realms/office")
        if place == "/.well-known/openid-configuration":
            return httpx.Response(200, json={
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth",
                "token_endpoint": f"{ISSUER}/token",
                "authorization_response_iss_parameter_supported": self.tells_iss,
            })  # fmt: skip
        if place == "/keys":
            return httpx.Response(200, json={"keys": [self.jwk]})
        sent = dict(parse_qsl(request.content.decode()))
        asked = self.codes.pop(sent.get("code", ""), None)  # a code is good once
        if asked is None or sent["redirect_uri"] != asked["redirect_uri"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if _segment(digest) != asked["code_challenge"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(200, json={"id_token": self.id_token(asked["nonce"])})

    def authorize(self, address: str) -> dict[str, str]:
        """Sign somebody in at the issuer; return what the browser brings back."""
        asked, now = dict(parse_qsl(urlsplit(address).query)), time.time()
        if asked.get("prompt") == "login" or now - self.signed_in_at > int(asked["max_age"]):
            self.signed_in_at, self.times_asked = now - 20, self.times_asked + 1
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300,
            "auth_time": int(self.signed_in_at), "nonce": nonce, "sid": f"s-{self.subject}",
            "amr": ["mfa"],
        }  # fmt: skip
        return self.sign(claims | self.lies)

    def logout_token(self, **lies: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 120,
            "jti": secrets.token_hex(8), "events": {_EVENT: {}}, "sid": f"s-{self.subject}",
        }  # fmt: skip
        return self.sign(claims | lies)

    def sign(self, claims: dict[str, Any]) -> str:
        said = {name: value for name, value in claims.items() if value is not None}
        kid = self.jwk["kid"]
        if self.signs in {"none", "HS256"}:
            body = f"{_segment({'alg': self.signs, 'kid': kid})}.{_segment(said)}"
            public = to_pem(self.key.public_key()).encode()
            made = hmac.digest(public, body.encode(), "sha256") if self.signs == "HS256" else b"x"
            return f"{body}.{_segment(made)}"
        key = self.other if self.signs == "another key" else self.key
        return sign_token(said, private_pem=_private(key), key_id=kid, typ=self.typ)


async def go_out(visitor: Visitor, issuer: FakeIssuer, **changed: str | None) -> httpx.Response:
    """Follow the link to the issuer, sign in there and come back, with some of it changed."""
    left = await visitor.get(f"{START}?number=0")
    assert left.status_code == 303, left.text
    return await come_back(visitor, {**issuer.authorize(left.headers["location"]), **changed})


async def come_back(visitor: Visitor, brought: dict[str, str | None]) -> httpx.Response:
    """Come back from the issuer."""
    said = {name: value for name, value in brought.items() if value is not None}
    return await visitor.get(f"{BACK}?{httpx.QueryParams(said)}")


async def tie(world: World, agent_id: UUID, subject: str) -> None:
    """Tie a subject of the issuer to an agent, as an administrator does."""
    await world.arrange(
        agent_id, "INSERT INTO agent_subject (issuer, subject, agent_id) VALUES ($2, $3, $1)",
        agent_id, ISSUER, subject,
    )  # fmt: skip
