"""The tables of need to know: grants, and the ceiling that bounds each of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column
from referral_api.domain.codelists.access import Section


class Basis(StrEnum):
    """The basis of a grant. The grant ends with it."""

    CUSTODY = "custody"
    REFERRAL = "referral"
    EMERGENCY = "emergency"
    COURT_ORDER = "court_order"
    CHILD_PROTECTION = "child_protection"


class AccessGrant(Table, table=True):
    """A live grant shows an organisation the case's summary, and the sections that it lists.

    Only operations write grants. The database ends a grant with its basis. A grant names the case
    and the organisation of its basis, because the foreign keys of the basis stand in for its own.
    """

    __table_args__ = (
        # No index by case alone. With one, PostgreSQL would search every organisation's cases
        # backwards for the last ones of one organisation. Every query on grants names one.
        Index("ix_access_grant_sight", "organisation_id", "case_id"),
        # The cases of an organisation, the last recorded first.
        Index(
            "ix_access_grant_page", "organisation_id", "case_recorded_key",
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_access_grant_consent_id",
            "consent_id",
            postgresql_where=text("consent_id IS NOT NULL"),
        ),
        Index(
            "uq_access_grant_live", "basis", "basis_id", "organisation_id", "consent_id",
            unique=True, postgresql_nulls_not_distinct=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    organisation_id: UUID
    case_id: UUID
    # The case's ``recorded_key``; the database writes it where the operation does not.
    case_recorded_key: UUID | None = None
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
    """The database's copy of ``ceilings.CEILINGS``; a test compares the two."""

    organisation_type: str = Field(sa_column=Column(Text, primary_key=True))
    section: str = Field(sa_column=Column(Text, primary_key=True))
