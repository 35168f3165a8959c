"""Request and response schemas of objectives of the action plan."""

from pydantic import Field

from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead, Year
from referral_api.schemas import LongText, Payload, ShortText


class PlanObjectiveContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    pillar: Pillar
    number: ShortText = Field(description="Its number in the plan, as `2.1`.")
    title: LongText = Field(description="What is to be attained.")
    first_year: Year = Field(description="The first year of the plan.")
    last_year: Year = Field(description="The last year of the plan.")


class PlanObjectiveCreate(PlanObjectiveContents, EntryCreate):
    """What the action plan wants to attain."""


class PlanObjectiveRead(EntryRead):
    """What the action plan wants to attain."""

    pillar: Pillar
    number: str = Field(description="Its number in the plan, as `2.1`.")
    title: str = Field(description="What is to be attained.")
    first_year: int = Field(description="The first year of the plan.")
    last_year: int = Field(description="The last year of the plan.")
