"""An outside issuer: an OpenID provider whose access tokens are accepted."""

from typing import Literal

from pydantic import BaseModel, Field


class OutsideIssuer(BaseModel, frozen=True):
    """An OpenID provider whose access tokens are accepted (RFC 9068)."""

    issuer: str = Field(title="Issuer", description="The exact `iss` of its tokens.")
    audience: str = Field(title="Audience", description="The `aud` that names this service.")
    jwks_url: str = Field(title="Key set", description="Where it publishes its public keys.")
    algorithm: Literal["ES256", "RS256"] = Field(
        "ES256", title="Algorithm", description="RS256 only where the issuer offers nothing else."
    )
