"""The table of staff counts."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from referral_api.domain.codelists.prevention import Profession
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    day_column,
    entry_arguments,
    numbers_column,
)


class StaffCount(Entry, table=True):
    """One count of one organisation on one day."""

    __table_args__ = entry_arguments(
        "staff_count",
        Index("ix_staff_count_counted_on", "counted_on"),
        Index(
            "uq_staff_count_day", "organisation_id", "counted_on", unique=True,
            postgresql_where=REGISTERED,
        ),
    )  # fmt: skip

    counted_on: date = Field(sa_column=day_column(nullable=False))
    staff: list[Any] = Field(sa_column=numbers_column("staff", Profession))
