"""The table of places: the number of places, of those held for an arrival, of those occupied."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, text
from sqlmodel import Field

from referral_api.database.tables import Table


class Capacity(Table, table=True):
    """The places of one organisation that are of no stated unit. ``overflow`` are people beyond
    them, each taken in by a supervisor. The database refuses more taken places than both together.
    """

    __table_args__ = (
        CheckConstraint(
            "held >= 0 AND occupied >= 0 AND overflow >= 0"
            " AND held + occupied <= places + overflow",
            name="places_suffice",
        ),
    )

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    places: int
    held: int
    occupied: int
    overflow: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
