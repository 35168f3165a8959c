"""The filters that several lists of entries of the programme take."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from referral_api.schemas import Day

OwnerFilter = Annotated[
    UUID | None, Query(description="Only of this organisation. Others than yours: 403.")
]
Since = Annotated[Day | None, Query(description="Only from this day on.")]
Before = Annotated[Day | None, Query(description="Only before this day.")]
EndingWithin = Annotated[
    int | None,
    Query(
        ge=0, le=3660,
        description="Only those whose end is due within so many days from today, as `90`.",
    ),
]  # fmt: skip
OfCode = Annotated[
    str | None,
    Query(max_length=80, pattern=r"^[a-z]+\.[a-z0-9_]+$", description="Only of this figure."),
]
OfYear = Annotated[int | None, Query(ge=1960, le=2200, description="Only this year.")]
