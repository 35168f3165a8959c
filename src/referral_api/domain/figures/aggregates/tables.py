"""The table of aggregates."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.aggregates import AggregateKind, AggregateUnit
from referral_api.domain.codelists.programme import Population
from referral_api.domain.records.entries.tables import (
    Entry,
    day_column,
    decimal_column,
    entry_arguments,
    text_column,
)


class Aggregate(Entry, table=True):
    """One number that somebody else counted, in the words and with the decimals of its source."""

    __table_args__ = entry_arguments(
        "aggregate",
        CheckConstraint("since < before", name="in_order"),
        CheckConstraint("kind = 'approximate' OR value IS NOT NULL", name="exact_has_a_value"),
        Index("ix_aggregate_code_recorded_key", "code", "recorded_key"),
        Index("ix_aggregate_since", "since"),
    )  # fmt: skip

    code: str = Field(sa_column=text_column(nullable=False))
    kind: str = Field(sa_column=code_column("kind", AggregateKind))
    unit: str = Field(sa_column=code_column("unit", AggregateUnit))
    population: str | None = Field(sa_column=code_column("population", Population, nullable=True))
    since: date = Field(sa_column=day_column(nullable=False))
    before: date = Field(sa_column=day_column(nullable=False))
    value: Decimal | None = Field(sa_column=decimal_column())
    words: str = Field(sa_column=text_column(nullable=False))
    filter: str = Field(sa_column=text_column(nullable=False))
    source: str = Field(sa_column=text_column(nullable=False))
    reference_date: str | None = Field(sa_column=text_column())
    dated: date | None = Field(sa_column=day_column())
