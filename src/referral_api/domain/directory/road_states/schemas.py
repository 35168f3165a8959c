"""Request and response schemas of the states of roads."""

from pydantic import Field

from referral_api.domain.codelists.directory import RoadCondition
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import Payload, ShortText


class RoadStateContents(Payload):
    """What a correction replaces."""

    region: Region
    cercle: ShortText | None = Field(None, description="Only there; else the whole region.")
    condition: RoadCondition = Field(description="Whether people can travel there.")


class RoadStateCreate(RoadStateContents, EntryCreate):
    """The state of the roads to a region or a cercle. Where none is stated they are open."""


class RoadStateRead(EntryRead):
    """The state of the roads to a region or a cercle."""

    region: Region
    cercle: str | None = Field(description="Only there; else the whole region.")
    condition: RoadCondition = Field(description="Whether people can travel there.")
