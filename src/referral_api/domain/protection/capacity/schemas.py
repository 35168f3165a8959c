"""What crosses the wire about the places of an organisation."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from referral_api.schemas import Count, Payload, Resource


class CapacityStatus(StrEnum):
    """Whether it is worth asking. Never a promise: a place is held when it is accepted."""

    CAPACITY = "capacity"
    NO_CAPACITY = "no-capacity"
    UNKNOWN = "unknown"


class CapacityUpdate(Payload):
    """How many people the organisation can house, those already there included."""

    places: Count


class CapacityRead(Resource):
    """The places of an organisation. The counts are null unless they are yours to see: the
    organisation's own agents and systems, and coordinators.
    """

    organisation_id: UUID
    status: CapacityStatus
    updated_at: datetime | None = Field(
        description="When the organisation last stated its number of places."
    )
    places: int | None
    held: int | None = Field(description="Kept for people who were accepted and are on their way.")
    occupied: int | None
    free: int | None
    version: int | None = Field(
        description="0 while no number is recorded; null where the counts are."
    )

    @property
    def id(self) -> UUID:
        """What a kept answer is about: an organisation has one capacity."""
        return self.organisation_id
