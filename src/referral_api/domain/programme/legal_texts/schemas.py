"""Request and response schemas of legal texts."""

from datetime import date

from pydantic import Field

from referral_api.domain.codelists.prevention import LegalTextKind
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import Day, Payload, ShortText


class LegalTextContents(Payload):
    """What a correction replaces. At least one of the three dates; none before an earlier step."""

    kind: LegalTextKind
    title: ShortText = Field(description="Its title.")
    number: ShortText | None = Field(None, description="Its number, as `2012-023`.")
    bill_on: Day | None = Field(None, description="The day of its bill or draft.")
    adopted_on: Day | None = Field(None, description="The day of its adoption.")
    in_force_on: Day | None = Field(None, description="The day of its entry into force.")


class LegalTextCreate(LegalTextContents, EntryCreate):
    """A law or another text, from its bill on."""


class LegalTextRead(EntryRead):
    """A law or another text, with its three dates."""

    kind: LegalTextKind
    title: str = Field(description="Its title.")
    number: str | None = Field(description="Its number, as `2012-023`.")
    bill_on: date | None = Field(description="The day of its bill or draft.")
    adopted_on: date | None = Field(description="The day of its adoption.")
    in_force_on: date | None = Field(description="The day of its entry into force.")
