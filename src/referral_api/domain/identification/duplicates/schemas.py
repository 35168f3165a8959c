"""Response schemas of possible duplicates."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.persons import CandidateStatus, Likeness
from referral_api.schemas import Resource


class DuplicateCandidateRead(Resource):
    """A person who was registered elsewhere may be the person of your file. No more is told."""

    id: UUID
    case_id: UUID = Field(description="The file that was there already.")
    organisation_id: UUID = Field(
        description="The organisation that was responsible for it when this was found."
    )
    other_organisation_id: UUID = Field(
        description="The organisation to speak to: it was responsible for the other file when this"
        " was found."
    )
    status: CandidateStatus
    likeness: Likeness = Field(description="How much alike. It is a hint, and decides nothing.")
    found_at: datetime = Field(description="When it was found.")
    closed_at: datetime | None
    version: int
