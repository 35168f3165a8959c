"""The table of identity orders."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.access import IdentityOrderStatus


class IdentityOrder(Table, table=True):
    """One order for the organisation that answers for the inquiry.

    The database writes the link of the inquiry's chain for which it was made, and the organisation
    that answers for the person, which it lets follow her custody.
    """

    __table_args__ = (
        Index(
            # One that has run out and is not stored as such does not stand in the way of a new one.
            "uq_identity_order_reference", "case_id", "organisation_id", "to_id", "reference",
            "valid_until", unique=True, postgresql_nulls_not_distinct=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index(
            "ix_identity_order_organisation_id_recorded_key", "organisation_id", "recorded_key"
        ),
        Index("ix_identity_order_to_id_recorded_key", "to_id", "recorded_key"),
        Index(
            "ix_identity_order_valid_until", "valid_until",
            postgresql_where=text("status = 'active'"),
        ),
        CheckConstraint("char_length(reference) BETWEEN 1 AND 60", name="short_reference"),
        CheckConstraint(
            "ordered_on <= (recorded_at AT TIME ZONE 'UTC')::date", name="not_of_the_future"
        ),
        CheckConstraint("valid_until > recorded_at", name="begins"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id", index=True)
    status: str = Field(sa_column=code_column("status", IdentityOrderStatus))
    organisation_id: UUID = Field(foreign_key="organisation.id")
    magistrate_id: UUID = Field(foreign_key="agent.id")
    to_id: UUID = Field(foreign_key="organisation.id")
    custody_seq: int | None
    protection_custodian_id: UUID | None
    reference: str = Field(sa_column=Column(Text, nullable=False))
    ordered_on: date
    valid_until: datetime | None = Field(sa_column=timestamp_column())
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
