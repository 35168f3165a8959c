"""The table of places by unit: their number, those held for an arrival, those occupied."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column
from referral_api.domain.codelists.places import PlaceUnit

# Places of no stated unit are the organisation's own: ``capacity``.
STATED = [unit for unit in PlaceUnit if unit is not PlaceUnit.BED_UNSPECIFIED]


class Place(Table, table=True):
    """The places of one unit of a service. ``overflow`` are people beyond them, each taken in by a
    supervisor. The database refuses more taken places than both together.
    """

    __table_args__ = (
        CheckConstraint(
            "held >= 0 AND occupied >= 0 AND overflow >= 0 AND places >= 0"
            " AND held + occupied <= places + overflow",
            name="places_suffice",
        ),
        Index("uq_place_unit", "service_id", "unit", unique=True),
        Index("ix_place_organisation_id", "organisation_id"),
    )

    id: UUID = Field(primary_key=True)
    service_id: UUID = Field(foreign_key="service.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    unit: str = Field(sa_column=code_column("unit", STATED))
    places: int
    held: int
    occupied: int
    overflow: int
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
