"""Request and response schemas of consents."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import (
    ConsentAnswer,
    ConsentGiver,
    ConsentMethod,
    ConsentPurpose,
    ConsentStatus,
    LegalGround,
)
from referral_api.domain.codelists.languages import Language
from referral_api.schemas import Flag, Instant, Payload, RecordId, Resource, Sha256


class ConsentRecord(Payload):
    """A consent of the person, or the legal ground that replaces it.

    A legal ground claims neither giver nor method, and waits for a second person of your
    organisation. Until then a vital interest or a child's best interest opens the sheet and health,
    for a limited time; a duty to report or a court order opens nothing.
    """

    id: RecordId | None = None
    case_id: UUID
    answer: ConsentAnswer = ConsentAnswer.GIVEN
    given_by: ConsentGiver | None = Field(None, description="Required without a legal ground.")
    method: ConsentMethod | None = Field(None, description="Required without a legal ground.")
    language: Language = Field(description="The language in which it was explained.")
    interpreter: Flag = False
    purposes: list[ConsentPurpose] = Field(min_length=1, max_length=10)
    recipients: list[UUID] = Field(
        [],
        max_length=20,
        description="Each organisation by its id, never a category. Required"
        " unless `coordination_finds`.",
    )
    coordination_finds: Flag = Field(
        default=False,
        description="A shelter that the coordination finds may receive the sheet too. All"
        " else goes to the named recipients alone. Not with a legal ground.",
    )
    sections: list[Section] = Field(
        [], max_length=6, description="The data that may be shared. Empty: the sheet alone."
    )
    valid_until: Instant | None = Field(None, description="Later than now.")
    do_not_contact: Flag = False
    document_sha256: Sha256 | None = Field(None, description="The hash of the signed form.")
    legal_ground: LegalGround | None = None
    supersedes_id: UUID | None = Field(None, description="The consent that this one replaces.")


class ConsentRead(Resource):
    """A consent, and the organisation and agent that recorded it."""

    id: UUID
    case_id: UUID
    status: ConsentStatus
    given_by: ConsentGiver | None = Field(description="Null for a legal ground.")
    method: ConsentMethod | None = Field(description="Null for a legal ground.")
    language: Language
    interpreter: bool
    purposes: list[ConsentPurpose]
    recipients: list[UUID] = Field(description="A recipient sees only itself.")
    coordination_finds: bool = Field(
        description="It covers the sheet for a shelter that the coordination finds."
    )
    sections: list[Section]
    valid_until: datetime | None
    confirm_by: datetime | None = Field(
        description="When an urgent legal ground lapses, unless a second person confirms it."
    )
    do_not_contact: bool
    document_sha256: str | None
    legal_ground: LegalGround | None
    second_agent_id: UUID | None = Field(description="The agent that confirmed the legal ground.")
    supersedes_id: UUID | None
    organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    ended_at: datetime | None
    version: int
