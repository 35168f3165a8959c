"""The table of yearly values of the plan's indicators."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    decimal_column,
    entry_arguments,
    text_column,
)


class PlanValue(Entry, table=True):
    """The value of one indicator in one year."""

    __table_args__ = entry_arguments(
        "plan_value",
        Index("ix_plan_value_year_recorded_key", "year", "recorded_key"),
        Index(
            "uq_plan_value_year", "indicator_id", "year", unique=True, postgresql_where=REGISTERED
        ),
    )

    indicator_id: UUID = Field(foreign_key="plan_indicator.id")
    year: int
    value: Decimal = Field(sa_column=decimal_column(nullable=False))
    source: str | None = Field(sa_column=text_column())
