"""Request and response schemas of blocks of the report's prose."""

from pydantic import Field

from referral_api.domain.codelists.partnership import ReportBlock
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead, Year
from referral_api.schemas import LongText, Payload


class ReportTextContents(Payload):
    """What a correction replaces."""

    pillar: Pillar
    year: Year = Field(description="The year that it speaks of.")
    block: ReportBlock = Field(description="Which block: one for each pillar and year.")
    text: LongText = Field(description="Its words, about the country. Never about a person.")


class ReportTextCreate(ReportTextContents, EntryCreate):
    """A block of the report's prose."""


class ReportTextRead(EntryRead):
    """A block of the report's prose."""

    pillar: Pillar
    year: int = Field(description="The year that it speaks of.")
    block: ReportBlock = Field(description="Which block: one for each pillar and year.")
    text: str = Field(description="Its words, about the country. Never about a person.")
