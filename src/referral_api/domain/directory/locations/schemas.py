"""Request and response schemas of locations, and of the true address that is sealed."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.directory import LocationKind
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import LongText, Payload, Resource, ShortText, Telephone


class LocationContents(Payload):
    """The public part, which a correction replaces. The address is recorded apart."""

    kind: LocationKind = Field(description="What it is.")
    region: Region
    cercle: ShortText | None = Field(None, description="The cercle.")
    service_id: UUID | None = Field(
        None, description="The service that is given there; null for all of your organisation."
    )


class LocationCreate(LocationContents, EntryCreate):
    """A location of your organisation."""


class LocationRead(EntryRead):
    """The public part of a location. Nobody is told its address here."""

    kind: LocationKind = Field(description="What it is.")
    region: Region
    cercle: str | None = Field(description="The cercle.")
    service_id: UUID | None = Field(
        description="The service that is given there; null for all of the organisation."
    )


class AddressRecord(Payload):
    """Where people are brought. It is sealed under a key of the location's own."""

    address: ShortText = Field(description="The address.")
    directions: LongText | None = Field(None, description="How to get there.")
    telephone: Telephone | None = Field(None, description="Whom to call on the road.")


class AddressRead(Resource):
    """The true address of a location, for whoever brings or fetches a person."""

    id: UUID = Field(description="The location's id.")
    address: AddressRecord = Field(description="The address, as its organisation recorded it.")
    updated_at: datetime
    version: int
