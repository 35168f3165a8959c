"""The table of legal texts."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.prevention import LegalTextKind
from referral_api.domain.records.entries.tables import (
    Entry,
    day_column,
    entry_arguments,
    text_column,
)


class LegalText(Entry, table=True):
    """One text. Which of its dates are known says how far it has come."""

    __table_args__ = entry_arguments(
        "legal_text",
        CheckConstraint("num_nonnulls(bill_on, adopted_on, in_force_on) > 0", name="dated"),
        CheckConstraint(
            "bill_on <= adopted_on AND adopted_on <= in_force_on AND bill_on <= in_force_on",
            name="in_order",
        ),
        Index("ix_legal_text_in_force_on", "in_force_on"),
    )

    kind: str = Field(sa_column=code_column("kind", LegalTextKind))
    title: str = Field(sa_column=text_column(nullable=False))
    number: str | None = Field(sa_column=text_column())
    bill_on: date | None = Field(sa_column=day_column())
    adopted_on: date | None = Field(sa_column=day_column())
    in_force_on: date | None = Field(sa_column=day_column())
