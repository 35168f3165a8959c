"""An outside issuer: an OpenID provider whose access tokens are accepted, and people sign in by."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, field_validator

_HOUR = timedelta(hours=1)
# OpenID Connect Core, sections 2, 3.3.2.11 and 5.1; and Front-Channel Logout, section 3
_CLAIMS_OF_ID_TOKENS = {
    "acr", "amr", "at_hash", "aud", "auth_time", "azp", "c_hash", "exp", "iat", "iss", "nonce",
    "sub",
    "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name",
    "locale", "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture",
    "preferred_username", "profile", "updated_at", "website", "zoneinfo",
    "sid",
}  # fmt: skip
_TELLS_NOTHING = "ID tokens have this claim, too: name one that they have not."


class PlainTokens(BaseModel, frozen=True, extra="forbid"):
    """What tells the access tokens of an issuer from its other tokens, where their type does not.

    docs/decisions/0032
    """

    claim: str = Field(
        title="Claim", min_length=1,
        description="A claim that its access tokens have and its ID tokens have not.",
    )  # fmt: skip
    value: str | None = Field(
        None, title="Value", min_length=1,
        description="A word that stands in the claim. Unset: the claim need only be there.",
    )  # fmt: skip
    longest_life: timedelta = Field(
        _HOUR, title="Longest life", description="How long its access tokens live at most.",
        gt=timedelta(0), le=timedelta(hours=24),
    )  # fmt: skip

    @field_validator("claim")
    @classmethod
    def _is_none_of_id_tokens(cls, given: str) -> str:
        if given in _CLAIMS_OF_ID_TOKENS:
            raise ValueError(_TELLS_NOTHING)
        return given


class PeopleSignIn(BaseModel, frozen=True, extra="forbid"):
    """How people sign in to the pages by an issuer: we are a client of it (OpenID Connect)."""

    client_id: str = Field(
        title="Client id", min_length=1,
        description="The name that the issuer gives to this service.",
    )  # fmt: skip
    client_secret: SecretStr | None = Field(
        None, title="Client secret",
        description="Unset: a public client, whose codes PKCE alone protects.",
    )  # fmt: skip
    two_factors: tuple[str, ...] = Field(
        ("mfa",), title="Two factors",
        description="What its `acr` or `amr` says where two factors were proved. Coordinators,"
        " auditors, administrators and magistrates need it.",
    )  # fmt: skip


class OutsideIssuer(BaseModel, frozen=True):
    """An OpenID provider whose access tokens are accepted (RFC 9068)."""

    issuer: str = Field(title="Issuer", description="The exact `iss` of its tokens.")
    audience: str = Field(title="Audience", description="The `aud` that names this service.")
    jwks_url: str = Field(title="Key set", description="Where it publishes its public keys.")
    algorithm: Literal["ES256", "RS256"] = Field(
        "ES256", title="Algorithm", description="RS256 only where the issuer offers nothing else."
    )
    plain_tokens: PlainTokens | None = Field(
        None, title="Plain tokens",
        description="For an issuer whose access tokens are not those of RFC 9068. Unset: refused.",
    )  # fmt: skip
    sign_in: PeopleSignIn | None = Field(
        None, title="Sign-in of people",
        description="Unset: nobody signs in to the pages by this issuer.",
    )  # fmt: skip
