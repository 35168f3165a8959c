"""Request and response schemas of the places of an organisation."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.places import CapacityStatus
from referral_api.schemas import Count, Payload, Resource


class CapacityUpdate(Payload):
    """How many people the organisation can house in places of no stated unit, those already there
    included.
    """

    places: Count


class CapacityRead(Resource):
    """The places of an organisation where people sleep: the sum of all units.

    Only the organisation's own agents and systems, and coordinators, see the counts. They are null
    for others.
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
    overflow: int | None = Field(
        description="How many people beyond the places a supervisor took in."
    )
    unspecified: int | None = Field(
        description="How many of the places are of no stated unit. These you state here; those of a"
        " unit at their service."
    )
    version: int | None = Field(
        description="0 while no number is recorded; null where the counts are null."
    )

    @property
    def id(self) -> UUID:
        """The id for a stored response: an organisation has one capacity."""
        return self.organisation_id
