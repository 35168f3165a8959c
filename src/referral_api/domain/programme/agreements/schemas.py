"""Request and response schemas of agreements with partners."""

from datetime import date
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import Day, Payload, ShortText


class PartnerAgreementContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    partner_id: UUID = Field(description="The partner.")
    title: ShortText = Field(description="What it is about.")
    pillars: list[Pillar] = Field([], max_length=5, description="The pillars that it serves.")
    signed_on: Day | None = Field(None, description="The day of its signature.")
    starts_on: Day = Field(description="Its first day.")
    ends_on: Day | None = Field(None, description="Its last day; null without an end.")


class PartnerAgreementCreate(PartnerAgreementContents, EntryCreate):
    """What a partner agreed to."""


class PartnerAgreementRead(EntryRead):
    """What a partner agreed to, and until when."""

    partner_id: UUID = Field(description="The partner.")
    title: str = Field(description="What it is about.")
    pillars: list[Pillar] = Field(description="The pillars that it serves.")
    signed_on: date | None = Field(description="The day of its signature.")
    starts_on: date = Field(description="Its first day.")
    ends_on: date | None = Field(description="Its last day; null without an end.")
