"""The tables of locations: the public part, the key of each, and the address sealed with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column
from referral_api.domain.codelists.directory import LocationKind
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.tables import Entry, entry_arguments, text_column


class Location(Entry, table=True):
    """The public part of a location."""

    __table_args__ = entry_arguments(
        "location", Index("ix_location_service_id_recorded_key", "service_id", "recorded_key")
    )

    kind: str = Field(sa_column=code_column("kind", LocationKind))
    region: str = Field(sa_column=code_column("region", Region))
    cercle: str | None = Field(sa_column=text_column())
    service_id: UUID | None = Field(foreign_key="service.id")


class LocationKey(Table, table=True):
    """A location's own key, wrapped by a key from outside the database.

    Destroying this row makes the address unreadable.
    """

    location_id: UUID = Field(primary_key=True, foreign_key="location.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    wrapping_key_id: str = Field(sa_type=Text)
    wrapped_key: bytes


class LocationAddress(Table, table=True):
    """The true address, sealed. Row security shows it to its own organisation, and to the other
    side of an accepted referral or handoff whose person is not there yet (docs/decisions/0040).
    """

    location_id: UUID = Field(primary_key=True, foreign_key="location.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    sealed: bytes
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_by_agent_id: UUID = Field(foreign_key="agent.id")
