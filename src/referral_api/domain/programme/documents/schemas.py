"""Request and response schemas of documents of the programme."""

from datetime import date

from pydantic import Field

from referral_api.domain.codelists.prevention import ToolKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead
from referral_api.schemas import Day, Payload, Sha256, ShortText


class ProgrammeDocumentContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    kind: ToolKind
    pillar: Pillar
    title: ShortText = Field(description="Its title, as it stands on it.")
    edition: ShortText | None = Field(None, description="Its edition, as it stands on it: `v2`.")
    published_on: Day = Field(description="The day of its publication.")
    publisher: ShortText = Field(description="The body that published it. Never a person.")
    sha256: Sha256 | None = Field(None, description="The hash of its file, which is kept apart.")


class ProgrammeDocumentCreate(ProgrammeDocumentContents, EntryCreate):
    """A manual, a form or another tool that was produced."""


class ProgrammeDocumentRead(EntryRead):
    """A manual, a form or another tool."""

    kind: ToolKind
    pillar: Pillar
    title: str = Field(description="Its title, as it stands on it.")
    edition: str | None = Field(description="Its edition, as it stands on it: `v2`.")
    published_on: date = Field(description="The day of its publication.")
    publisher: str = Field(description="The body that published it. Never a person.")
    sha256: str | None = Field(description="The hash of its file, which is kept apart.")
