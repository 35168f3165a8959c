"""The table of blocks of the report's prose."""

from sqlalchemy import Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.partnership import ReportBlock
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    entry_arguments,
    text_column,
)


class ReportText(Entry, table=True):
    """One block of one pillar and year."""

    __table_args__ = entry_arguments(
        "report_text",
        Index("ix_report_text_year_recorded_key", "year", "recorded_key"),
        Index(
            "uq_report_text_block", "pillar", "year", "block", unique=True,
            postgresql_where=REGISTERED,
        ),
    )  # fmt: skip

    pillar: str = Field(sa_column=code_column("pillar", Pillar))
    year: int
    block: str = Field(sa_column=code_column("block", ReportBlock))
    text: str = Field(sa_column=text_column(nullable=False))
