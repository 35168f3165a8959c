"""The tables of need to know: grants, and the ceiling that bounds each of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column
from referral_api.domain.codelists.access import Section


class Basis(StrEnum):
    """What a grant rests on, and ends with."""

    CUSTODY = "custody"
    REFERRAL = "referral"
    EMERGENCY = "emergency"
    COURT_ORDER = "court_order"


class AccessGrant(Table, table=True):
    """While it lives, the organisation sees the case's summary and reads or writes the listed
    sections. Written by operations only; ended by the database with what it rests on, whose case
    and organisation it has to name: their foreign keys are its own.
    """

    __table_args__ = (
        # None by case alone: by it PostgreSQL would look for an organisation's last cases backwards
        # through everybody's, and every question about grants names the organisation.
        Index("ix_access_grant_sight", "organisation_id", "case_id"),
        Index(
            "ix_access_grant_consent_id",
            "consent_id",
            postgresql_where=text("consent_id IS NOT NULL"),
        ),
        UniqueConstraint("basis", "basis_id", "organisation_id", name="uq_access_grant_basis"),
    )

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    case_id: UUID
    basis: str = Field(sa_column=code_column("basis", Basis))
    basis_id: UUID
    consent_id: UUID | None = Field(foreign_key="consent.id")
    reads: list[str] = Field(sa_column=codes_column("reads", Section))
    writes: list[str] = Field(sa_column=codes_column("writes", Section))
    valid_from: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    valid_until: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    ended_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))


class SectionCeiling(Table, table=True):
    """The database's copy of ``ceilings.CEILINGS``; a test holds the two together."""

    organisation_type: str = Field(sa_column=Column(Text, primary_key=True))
    section: str = Field(sa_column=Column(Text, primary_key=True))
