"""Request and response schemas of agents."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from referral_api.domain.names import Name
from referral_api.domain.network.second_person.schemas import PENDING
from referral_api.permissions import Role
from referral_api.schemas import Flag, Payload, RecordId, Resource, ShortText

_HUMAN_ROLES = [role for role in Role if role is not Role.PARTNER_SYSTEM]


def _is_human(role: Role) -> Role:
    if role not in _HUMAN_ROLES:
        raise PydanticCustomError(
            "invalid_value", "not a role of a human", {"allowed": list(map(str, _HUMAN_ROLES))}
        )
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
    subject: ShortText = Field(description="The `sub` by which that issuer knows the agent.")


class AgentCreate(Payload):
    """A named human who joins an organisation."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    organisation_id: UUID
    name: Name
    roles: Roles = Field(description="The agent's functions. Roles do not inherit.")
    subjects: list[OutsideSubject] = Field(
        [], max_length=10, description="The agent's names at outside issuers, if any."
    )


class AgentUpdate(Payload):
    """The fields that have changed. Fields that you leave out stay."""

    name: Name | None = None
    roles: Roles | None = None
    subjects: list[OutsideSubject] | None = Field(
        None, max_length=10, description="Replaces the whole list."
    )
    active: Flag | None = None


class AgentRead(Resource):
    """An agent, as administrators see it."""

    id: UUID
    organisation_id: UUID
    name: str
    roles: list[Role]
    subjects: list[OutsideSubject]
    active: bool
    version: int
    pending_change_id: UUID | None = PENDING
