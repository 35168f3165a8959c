"""Request and response schemas of indicators of the action plan."""

from uuid import UUID

from pydantic import Field

from referral_api.domain.records.entries.schemas import (
    DecimalText,
    EntryCreate,
    EntryRead,
    Year,
)
from referral_api.schemas import Payload, ShortText


class PlanIndicatorContents(Payload):
    """What a correction replaces. A value comes with its year."""

    objective_id: UUID = Field(description="The objective that it measures.")
    title: ShortText = Field(description="What is measured.")
    unit: ShortText = Field(description="In what it is measured, as `%` or a kind of thing.")
    base_year: Year | None = Field(None, description="The year of the base.")
    base_value: DecimalText | None = Field(None, description="The base, with its own decimals.")
    target_year: Year | None = Field(None, description="The year of the target.")
    target_value: DecimalText | None = Field(None, description="The target, with its own decimals.")


class PlanIndicatorCreate(PlanIndicatorContents, EntryCreate):
    """By what an objective is measured."""


class PlanIndicatorRead(EntryRead):
    """By what an objective is measured."""

    objective_id: UUID = Field(description="The objective that it measures.")
    title: str = Field(description="What is measured.")
    unit: str = Field(description="In what it is measured, as `%` or a kind of thing.")
    base_year: int | None = Field(description="The year of the base.")
    base_value: DecimalText | None = Field(description="The base, with its own decimals.")
    target_year: int | None = Field(description="The year of the target.")
    target_value: DecimalText | None = Field(description="The target, with its own decimals.")
