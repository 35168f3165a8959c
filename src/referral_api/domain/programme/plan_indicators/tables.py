"""The table of indicators of the action plan."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from referral_api.domain.records.entries.tables import (
    Entry,
    decimal_column,
    entry_arguments,
    text_column,
)


class PlanIndicator(Entry, table=True):
    """One indicator of one objective, from its base to its target."""

    __table_args__ = entry_arguments(
        "plan_indicator",
        CheckConstraint("(base_year IS NULL) = (base_value IS NULL)", name="base"),
        CheckConstraint("(target_year IS NULL) = (target_value IS NULL)", name="target"),
        Index("ix_plan_indicator_objective_id_recorded_key", "objective_id", "recorded_key"),
    )

    objective_id: UUID = Field(foreign_key="plan_objective.id")
    title: str = Field(sa_column=text_column(nullable=False))
    unit: str = Field(sa_column=text_column(nullable=False))
    base_year: int | None
    base_value: Decimal | None = Field(sa_column=decimal_column())
    target_year: int | None
    target_value: Decimal | None = Field(sa_column=decimal_column())
