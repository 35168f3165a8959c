"""A partner system for the tests: a key of its own, and the assertions that it signs."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.permissions import Role
from referral_api.security import SigningKey
from referral_api.security.tokens import sign_token
from tests.support.world import TestOrganisation, World

CLIENT_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def new_key() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    return SigningKey.from_pem(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@dataclass
class Partner:
    """A registered client of one organisation."""

    world: World
    organisation: TestOrganisation
    id: str = ""
    key: SigningKey = field(default_factory=new_key)

    @classmethod
    async def register(cls, world: World, organisation: TestOrganisation) -> "Partner":
        partner = cls(world, organisation)
        administrator = world.coordination.agent(Role.ADMINISTRATOR)
        body = {
            "organisation_id": str(organisation.id), "name": "Système fictif",
            "jwks": partner.key.public_jwks(),
        }  # fmt: skip
        registered = await world.done(administrator, "POST", "/v1/clients", body)
        await world.confirmed(registered)
        partner.id = registered["id"]
        return partner

    def assertion(self, subject: object = None, **changes: Any) -> str:
        """Sign an assertion about itself, or about an agent it acts for."""
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.id, "sub": str(subject or self.id), "iat": now, "exp": now + 50,
            "aud": self.world.process.settings.public_url, "jti": secrets.token_hex(8),
        } | changes  # fmt: skip
        return sign_token(
            claims, private_pem=self.key.private_pem, key_id=self.key.key_id, typ="JWT"
        )

    async def ask(self, **form: str) -> httpx.Response:
        """Ask for a token, with a fresh client assertion unless one is given."""
        sent = {
            "grant_type": "client_credentials", "client_assertion_type": CLIENT_ASSERTION_TYPE,
            "client_assertion": form.get("client_assertion") or self.assertion(),
        } | form  # fmt: skip
        return await self.world.call(
            None, "POST", "/oauth2/token", data=sent,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip

    async def token(self, agent_id: UUID | None = None) -> str:
        """Get a token for itself, or for an agent."""
        form = {}
        if agent_id is not None:
            form = {"grant_type": JWT_BEARER, "assertion": self.assertion(agent_id)}
        response = await self.ask(**form)
        assert response.status_code == 200, response.text
        token: str = response.json()["access_token"]
        return token

    async def call(self, token: str, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Use a token."""
        headers = {"Authorization": f"Bearer {token}"}
        return await self.world.call(None, method, path, headers=headers, **kwargs)
