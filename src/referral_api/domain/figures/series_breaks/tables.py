"""The table of breaks of series."""

from sqlalchemy import Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.series import BreakKind
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    entry_arguments,
    text_column,
)


class SeriesBreak(Entry, table=True):
    """One reason for which the numbers of a figure from a year on do not compare with before."""

    __table_args__ = entry_arguments(
        "series_break",
        Index("ix_series_break_code_recorded_key", "code", "recorded_key"),
        Index(
            "uq_series_break_kind", "code", "year", "kind", unique=True,
            postgresql_where=REGISTERED,
        ),
    )  # fmt: skip

    code: str = Field(sa_column=text_column(nullable=False))
    year: int
    kind: str = Field(sa_column=code_column("kind", BreakKind))
    text_fr: str = Field(sa_column=text_column(nullable=False))
    text_en: str = Field(sa_column=text_column(nullable=False))
