"""Request and response schemas of the token endpoint (RFC 6749, RFC 7523)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from referral_api.schemas import Resource

CLIENT_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class GrantType(StrEnum):
    """The subject of the token: the partner system itself, or an agent for whom it acts."""

    CLIENT_CREDENTIALS = "client_credentials"
    JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class TokenRequest(BaseModel):
    """A form (`application/x-www-form-urlencoded`). Parameters not listed here are ignored."""

    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True,
        # The endpoint reads only the parameters below, each once. A form needs few of them.
        json_schema_extra={"additionalProperties": {"type": "string"}, "maxProperties": 20},
    )  # fmt: skip

    # Inline, because the OpenAPI document embeds this schema and a reference would not resolve.
    grant_type: Annotated[
        GrantType, WithJsonSchema({"type": "string", "enum": [str(kind) for kind in GrantType]})
    ]
    client_assertion_type: Literal["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    client_assertion: str = Field(
        min_length=1,
        description="A JWT signed with ES256 by your key: `iss` and `sub` your client id, `aud` "
        "the issuer of `/.well-known/oauth-authorization-server`, `exp` within 60 seconds, a "
        "fresh `jti`; `kid` in its header.",
    )
    assertion: str | None = Field(
        None,
        description="For the JWT bearer grant: as `client_assertion`, but `sub` is the id of the "
        "agent you act for, with a `jti` of its own.",
    )
    client_id: str | None = Field(None, description="Not needed; if sent, it must be yours.")
    scope: str | None = Field(None, description="Ignored: roles decide.")


class TokenAnswer(Resource):
    """RFC 6749, section 5.1."""

    access_token: str
    token_type: Literal["Bearer"] = Field("Bearer")
    expires_in: int = Field(description="Seconds.")


class TokenProblem(BaseModel):
    """RFC 6749, section 5.2, with the members of every other problem beside it."""

    error: str
    error_description: str
    code: str
    title: str
    status: int
