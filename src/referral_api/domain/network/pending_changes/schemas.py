"""Response schemas of pending changes."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.organisations import PendingChangeStatus, PendingChangeSubject
from referral_api.domain.network.agents.schemas import OutsideSubject
from referral_api.permissions import Role
from referral_api.schemas import Resource


class ProposedValues(Resource):
    """What the confirmation would make of the resource; null stays as it is."""

    roles: list[Role] | None = None
    subjects: list[OutsideSubject] | None = None
    active: bool | None = None
    key_fingerprints: dict[str, str] | None = Field(
        None, description="The `kid` of each key, and the SHA-256 of the key (DER), in hexadecimal:"
        " compare it with what the partner tells you.",
    )  # fmt: skip


class PendingChangeRead(Resource):
    """A change that waits for another administrator, or did."""

    id: UUID
    subject: PendingChangeSubject
    subject_id: UUID = Field(description="The agent, partner system or organisation.")
    organisation_id: UUID = Field(description="The organisation concerned.")
    change: ProposedValues
    status: PendingChangeStatus
    proposed_by_agent_id: UUID
    proposed_by_organisation_id: UUID
    proposed_at: datetime
    decide_by: datetime
    decided_by_agent_id: UUID | None = Field(
        description="Null for what the first administrator of an installation did alone."
    )
    closed_at: datetime | None
    version: int
