"""Request and response schemas of yearly values of the plan's indicators."""

from uuid import UUID

from pydantic import Field

from referral_api.domain.records.entries.schemas import (
    DecimalText,
    EntryCreate,
    EntryRead,
    Year,
)
from referral_api.schemas import Payload, ShortText


class PlanValueContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    indicator_id: UUID = Field(description="The indicator: one value for each year.")
    year: Year = Field(description="The year.")
    value: DecimalText = Field(description="Its value, with its own decimals.")
    source: ShortText | None = Field(None, description="Where the value is from.")


class PlanValueCreate(PlanValueContents, EntryCreate):
    """What an indicator was in a year."""


class PlanValueRead(EntryRead):
    """What an indicator was in a year."""

    indicator_id: UUID = Field(description="The indicator: one value for each year.")
    year: int = Field(description="The year.")
    value: DecimalText = Field(description="Its value, with its own decimals.")
    source: str | None = Field(description="Where the value is from.")
