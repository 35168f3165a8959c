"""Request and response schemas of prevention activities."""

from datetime import date

from pydantic import Field

from referral_api.domain.codelists.prevention import (
    ActivityCancellationReason,
    ActivityState,
    FacilitatorSex,
    PreventionKind,
    PreventionTheme,
    ShortfallReason,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.schemas import (
    ByPopulation,
    EntryRead,
    Hour,
    OwnEntryCreate,
    ProfessionNumber,
)
from referral_api.schemas import Day, Flag, Payload, ShortText


class PreventionActivityContents(Payload):
    """What a correction replaces. What you leave out was not told."""

    kind: PreventionKind
    theme: PreventionTheme = Field(description="What it was mainly about.")
    region: Region
    cercle: ShortText | None = Field(None, description="The cercle.")
    border: Flag = False
    held_on: Day = Field(description="The day on which it takes place.")
    starts_at: Hour | None = Field(None, description="The hour at which it begins, as `14:30`.")
    facilitator_sex: FacilitatorSex | None = Field(None, description="Who leads it.")
    state: ActivityState = Field(description="Whether it has taken place.")
    cancellation_reason: ActivityCancellationReason | None = Field(
        None, description="Why it was cancelled. Required for a cancelled one, and for no other."
    )
    target: ByPopulation | None = Field(None, description="How many people it is meant for.")
    reached: ByPopulation | None = Field(
        None, description="How many people it reached. Only of one that was carried out."
    )
    professions: list[ProfessionNumber] = Field(
        [], max_length=30,
        description="How many people of each profession a training reached; they are in `reached`.",
    )  # fmt: skip
    shortfall_reason: ShortfallReason | None = Field(
        None, description="Why it reached fewer people than its target."
    )


class PreventionActivityCreate(PreventionActivityContents, OwnEntryCreate):
    """An activity of prevention that is planned, was carried out or was cancelled."""


class PreventionActivityRead(EntryRead):
    """An activity of prevention."""

    kind: PreventionKind
    theme: PreventionTheme = Field(description="What it was mainly about.")
    region: Region
    cercle: str | None = Field(description="The cercle.")
    border: bool
    held_on: date = Field(description="The day on which it takes place.")
    starts_at: str | None = Field(description="The hour at which it begins, as `14:30`.")
    facilitator_sex: FacilitatorSex | None = Field(description="Who leads it.")
    state: ActivityState = Field(description="Whether it has taken place.")
    cancellation_reason: ActivityCancellationReason | None = Field(
        description="Why it was cancelled."
    )
    target: ByPopulation | None = Field(description="How many people it is meant for.")
    reached: ByPopulation | None = Field(description="How many people it reached.")
    professions: list[ProfessionNumber] = Field(
        description="How many people of each profession a training reached."
    )
    shortfall_reason: ShortfallReason | None = Field(
        description="Why it reached fewer people than its target."
    )
