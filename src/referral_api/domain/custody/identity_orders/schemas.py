"""Request and response schemas of identity orders."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.access import IdentityOrderStatus
from referral_api.schemas import Day, Instant, Payload, RecordId, Reference, Resource


class IdentityOrderRecord(Payload):
    """A magistrate's order that opens a person's identity to the investigation."""

    id: RecordId | None = None
    to_id: UUID = Field(description="The organisation responsible for the investigation now.")
    reference: Reference = Field(description="The number of the order. Never a name.")
    ordered_on: Day
    valid_until: Instant | None = Field(
        None, description="Left out: until it is lifted, or the investigation moves on."
    )


class IdentityOrderRead(Resource):
    """An identity order. It opens the identity, and no other section, while it is in force."""

    id: UUID
    case_id: UUID
    status: IdentityOrderStatus
    organisation_id: UUID = Field(description="The organisation of the magistrate.")
    magistrate_id: UUID
    to_id: UUID
    reference: str
    ordered_on: date
    valid_until: datetime | None
    recorded_at: datetime
    closed_at: datetime | None
    version: int
