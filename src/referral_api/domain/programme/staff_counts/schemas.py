"""Request and response schemas of staff counts."""

from datetime import date

from pydantic import Field

from referral_api.domain.codelists.prevention import Profession
from referral_api.domain.records.entries.schemas import EntryRead, Headcount, OwnEntryCreate
from referral_api.schemas import Day, Payload


class ProfessionStaff(Payload):
    """How many people of one profession, and how many of them are trained."""

    profession: Profession = Field(description="The profession.")
    staff: Headcount = Field(description="How many people.")
    trained: Headcount | None = Field(
        None, description="How many of them are trained on trafficking."
    )


class StaffCountContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    counted_on: Day = Field(description="The day of the count: one for each organisation and day.")
    staff: list[ProfessionStaff] = Field(
        min_length=1, max_length=30, description="Each profession once."
    )


class StaffCountCreate(StaffCountContents, OwnEntryCreate):
    """The staff of an organisation on a day."""


class StaffCountRead(EntryRead):
    """The staff of an organisation on a day."""

    counted_on: date = Field(description="The day of the count: one for each organisation and day.")
    staff: list[ProfessionStaff] = Field(description="Each profession once.")
