"""Request and response schemas of contributions in kind and money."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.partnership import PartnerContributionKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.schemas import (
    EntryRead,
    OwnEntryCreate,
    as_whole,
)
from referral_api.schemas import Day, Payload, ShortText

# CFA francs have no cents.
Francs = Annotated[int, Field(strict=True, ge=0, le=10**15), BeforeValidator(as_whole)]


class PartnerContributionContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    partner_id: UUID | None = Field(
        None, description="The partner that gave it; null if the organisation gave it itself. "
        "Only the coordination names one."
    )  # fmt: skip
    kind: PartnerContributionKind
    pillar: Pillar
    amount_cfa: Francs | None = Field(
        None, description="Its amount or worth in CFA francs. Required of money."
    )
    starts_on: Day = Field(description="Its first day.")
    ends_on: Day = Field(description="Its last day.")
    label: ShortText | None = Field(None, description="What it was, in a few words.")


class PartnerContributionCreate(PartnerContributionContents, OwnEntryCreate):
    """What a partner, or an organisation, gave."""


class PartnerContributionRead(EntryRead):
    """What a partner, or an organisation, gave."""

    partner_id: UUID | None = Field(
        description="The partner that gave it; null if the organisation gave it itself."
    )
    kind: PartnerContributionKind
    pillar: Pillar
    amount_cfa: int | None = Field(description="Its amount or worth in CFA francs.")
    starts_on: date = Field(description="Its first day.")
    ends_on: date = Field(description="Its last day.")
    label: str | None = Field(description="What it was, in a few words.")
