"""Request and response schemas of partners."""

from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.partnership import PartnerCategory
from referral_api.domain.names import Name
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import Payload


class PartnerContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    name: Name = Field(description="The name of the body. No two partners have the same.")
    category: PartnerCategory = Field(description="National, international or of the State.")
    member_organisation_id: UUID | None = Field(
        None, description="The organisation of the mechanism that it is, if it is one."
    )


class PartnerCreate(PartnerContents, EntryCreate):
    """A body that helps the mechanism."""


class PartnerRead(EntryRead):
    """A body that helps the mechanism."""

    name: str = Field(description="The name of the body. No two partners have the same.")
    category: PartnerCategory = Field(description="National, international or of the State.")
    member_organisation_id: UUID | None = Field(
        description="The organisation of the mechanism that it is, if it is one."
    )
