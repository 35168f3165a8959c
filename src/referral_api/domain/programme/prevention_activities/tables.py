"""The table of prevention activities."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.prevention import (
    ActivityCancellationReason,
    ActivityState,
    FacilitatorSex,
    PreventionKind,
    PreventionTheme,
    Profession,
    ShortfallReason,
)
from referral_api.domain.codelists.programme import Population
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.tables import (
    Entry,
    counts_column,
    day_column,
    entry_arguments,
    numbers_column,
    text_column,
)


class PreventionActivity(Entry, table=True):
    """One activity, by whom it was meant for and whom it reached."""

    __table_args__ = entry_arguments(
        "prevention_activity",
        Index("ix_prevention_activity_held_on", "held_on"),
        Index("ix_prevention_activity_region_recorded_key", "region", "recorded_key"),
        Index("ix_prevention_activity_kind_recorded_key", "kind", "recorded_key"),
    )

    kind: str = Field(sa_column=code_column("kind", PreventionKind))
    theme: str = Field(sa_column=code_column("theme", PreventionTheme))
    region: str = Field(sa_column=code_column("region", Region))
    cercle: str | None = Field(sa_column=text_column())
    border: bool
    held_on: date = Field(sa_column=day_column(nullable=False))
    starts_at: str | None = Field(sa_column=text_column())
    facilitator_sex: str | None = Field(
        sa_column=code_column("facilitator_sex", FacilitatorSex, nullable=True)
    )
    state: str = Field(sa_column=code_column("state", ActivityState))
    cancellation_reason: str | None = Field(
        sa_column=code_column("cancellation_reason", ActivityCancellationReason, nullable=True)
    )
    target: dict[str, Any] | None = Field(sa_column=counts_column("target", Population))
    reached: dict[str, Any] | None = Field(sa_column=counts_column("reached", Population))
    professions: list[Any] = Field(sa_column=numbers_column("professions", Profession))
    shortfall_reason: str | None = Field(
        sa_column=code_column("shortfall_reason", ShortfallReason, nullable=True)
    )
