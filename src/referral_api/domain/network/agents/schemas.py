"""What crosses the wire about an agent."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema

from referral_api.permissions import Role
from referral_api.schemas import Flag, Payload, RecordId, Resource, ShortText

_HUMAN_ROLES = [role for role in Role if role is not Role.PARTNER_SYSTEM]


def _is_human(role: Role) -> Role:
    if role not in _HUMAN_ROLES:
        raise ValueError("not a role of a human")
    return role


HumanRole = Annotated[
    Role,
    AfterValidator(_is_human),
    WithJsonSchema({"type": "string", "enum": [str(role) for role in _HUMAN_ROLES]}),
]
Roles = Annotated[list[HumanRole], Field(min_length=1, max_length=len(_HUMAN_ROLES))]


class OutsideSubject(Payload):
    """The name that an outside issuer gives an agent."""

    issuer: ShortText = Field(description="The exact `iss` of the issuer's tokens.")
    subject: ShortText = Field(description="The `sub` by which that issuer knows her.")


class AgentCreate(Payload):
    """A named human who joins an organisation."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    organisation_id: UUID
    name: ShortText
    roles: Roles = Field(description="What she is trusted to do; roles do not inherit.")
    subjects: list[OutsideSubject] = Field(
        [], max_length=10, description="How outside issuers name her, if she signs in there."
    )


class AgentUpdate(Payload):
    """What has changed; what is left out stays."""

    name: ShortText | None = None
    roles: Roles | None = None
    subjects: list[OutsideSubject] | None = Field(
        None, max_length=10, description="Replaces the whole list."
    )
    active: Flag | None = None


class AgentRead(Resource):
    """An agent, as administrators see her."""

    id: UUID
    organisation_id: UUID
    name: str
    roles: list[Role]
    subjects: list[OutsideSubject]
    active: bool
    version: int
