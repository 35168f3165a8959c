"""Request and response schemas of pads of case codes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.many import CodePadStatus
from referral_api.schemas import Payload, RecordId, Resource, whole

MOST_CODES = 200


class CaseCodePadDraw(Payload):
    """How many codes are needed before the next chance to draw some."""

    id: RecordId | None = None
    size: Annotated[int, Field(strict=True, ge=1, le=MOST_CODES), BeforeValidator(whole)] = Field(
        description="How many codes."
    )


class CaseCodePadRead(Resource):
    """A pad of true codes. A case that is registered with one of them bears it."""

    id: UUID
    organisation_id: UUID
    drawn_by_agent_id: UUID = Field(description="The agent that drew the pad.")
    status: CodePadStatus
    size: int = Field(description="How many codes it was drawn with.")
    codes: list[str] | None = Field(
        description="Those that are unused. Null in a list of pads, and on a cancelled pad."
    )
    recorded_at: datetime
    closed_at: datetime | None = Field(description="When it was cancelled.")
    version: int
