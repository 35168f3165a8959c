"""Request and response schemas of places by unit."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.places import CapacityStatus, PlaceUnit
from referral_api.schemas import Count, Payload, Resource


class PlacesUpdate(Payload):
    """How many people the service can take in of this unit, those already there included."""

    places: Count


class PlaceRead(Resource):
    """The places of one unit of a service. Counts are null outside its organisation and the
    coordination.
    """

    id: UUID
    service_id: UUID = Field(description="The service.")
    unit: PlaceUnit = Field(description="For whom, or for what.")
    status: CapacityStatus
    places: int | None
    held: int | None = Field(description="Kept for people who were accepted and are on their way.")
    occupied: int | None
    overflow: int | None = Field(
        description="How many people beyond the places a supervisor took in."
    )
    free: int | None
    updated_at: datetime | None = Field(
        description="When the organisation last stated its number of places."
    )
    version: int | None = Field(description="Null where the counts are null.")


class ServicePlaces(Resource):
    """The places of a service, by unit."""

    service_id: UUID = Field(description="The service.")
    units: list[PlaceRead] = Field(description="Of each unit whose number was stated.")

    @property
    def id(self) -> UUID:
        """The id for a stored response: a service has its places once."""
        return self.service_id
