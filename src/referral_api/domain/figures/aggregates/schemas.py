"""Request and response schemas of aggregates."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from referral_api.domain.codelists.aggregates import AggregateKind, AggregateUnit
from referral_api.domain.codelists.programme import Population
from referral_api.domain.records.entries.schemas import DecimalText, EntryCreate, EntryRead
from referral_api.schemas import Day, Payload, ShortText

FigureCode = Annotated[str, Field(max_length=80, pattern=r"^[a-z]+\.[a-z0-9_]+$")]
ReferenceDate = Annotated[str, Field(max_length=80, pattern=r"^[a-z_]+$")]
_CODE: Any = Field(description="The figure that it answers, by its code: `protection.assisted`.")
_POPULATION: Any = Field(None, description="Of whom. Null: of all.")
_SINCE: Any = Field(description="The first day of the period.")
_BEFORE: Any = Field(description="The day after the last one of the period.")
_VALUE: Any = Field(
    None, description="The number, with the decimals of its source. Null: words only."
)
_WORDS: Any = Field(description="The number as the source printed it.")
_FILTER: Any = Field(description="What the source says that it counts.")
_SOURCE: Any = Field(description="Who counted, or which document says so.")
_REFERENCE: Any = Field(
    None,
    description="The date by which the source counts, by its name in the list of figures:"
    " `started_at`. Null: it does not say, and joins no series.",
)
_DATED: Any = Field(None, description="The date of the source.")


class AggregateContents(Payload):
    """What a correction replaces."""

    code: FigureCode = _CODE
    kind: AggregateKind
    unit: AggregateUnit = Field(description="What it counts.")
    population: Population | None = _POPULATION
    since: Day = _SINCE
    before: Day = _BEFORE
    value: DecimalText | None = _VALUE
    words: ShortText = _WORDS
    filter: ShortText = _FILTER
    source: ShortText = _SOURCE
    reference_date: ReferenceDate | None = _REFERENCE
    dated: Day | None = _DATED


class AggregateCreate(AggregateContents, EntryCreate):
    """A total of a past year or of somebody else."""


class AggregateRead(EntryRead):
    """A total of a past year or of somebody else. It is never added to what is counted here."""

    code: str = _CODE
    kind: AggregateKind
    unit: AggregateUnit = Field(description="What it counts.")
    population: Population | None = _POPULATION
    since: date = _SINCE
    before: date = _BEFORE
    value: DecimalText | None = _VALUE
    words: str = _WORDS
    filter: str = _FILTER
    source: str = _SOURCE
    reference_date: str | None = _REFERENCE
    dated: date | None = _DATED
