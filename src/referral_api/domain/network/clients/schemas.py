"""Request and response schemas of partner systems."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field

from referral_api.domain.names import Name
from referral_api.domain.network.second_person.schemas import PENDING
from referral_api.schemas import Flag, Payload, RecordId, Resource
from referral_api.security import parse_client_keys

# Received as a JSON Web Key Set, validated into kid → PEM.
PublicKeys = Annotated[
    dict[str, Any],
    AfterValidator(parse_client_keys),
    Field(
        description="A JSON Web Key Set of 1 to 8 public P-256 keys, each with a `kid`.",
        examples=[
            {
                "keys": [
                    {
                        "kty": "EC", "crv": "P-256", "kid": "2025-1", "alg": "ES256",
                        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                    }
                ]
            }
        ],
    ),
]  # fmt: skip


class ClientCreate(Payload):
    """A machine that acts for the agents of one organisation."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    organisation_id: UUID
    name: Name
    jwks: PublicKeys


class ClientUpdate(Payload):
    """The fields that have changed. Fields that you leave out stay."""

    name: Name | None = None
    jwks: PublicKeys | None = None
    active: Flag | None = None


class ClientRead(Resource):
    """A partner system. `id` is its OAuth client id."""

    id: UUID
    organisation_id: UUID
    name: str
    key_ids: list[str] = Field(description="The `kid` of each key it may sign with.")
    active: bool
    version: int
    pending_change_id: UUID | None = PENDING
