"""The table of objectives of the action plan."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.tables import Entry, entry_arguments, text_column


class PlanObjective(Entry, table=True):
    """One objective of the plan of some years."""

    __table_args__ = entry_arguments(
        "plan_objective",
        CheckConstraint("first_year <= last_year", name="in_order"),
        Index("ix_plan_objective_pillar_recorded_key", "pillar", "recorded_key"),
    )

    pillar: str = Field(sa_column=code_column("pillar", Pillar))
    number: str = Field(sa_column=text_column(nullable=False))
    title: str = Field(sa_column=text_column(nullable=False))
    first_year: int
    last_year: int
