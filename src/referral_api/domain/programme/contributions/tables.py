"""The tables of contributions, and of every version that each has had."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.programme import (
    ContributionChannel,
    ContributionStatus,
    ContributionWithdrawReason,
    Informant,
)

_TELEPHONE = "(channel = 'telephone') = (said_by IS NOT NULL AND said_at IS NOT NULL)"


class Contribution(Table, table=True):
    """The present version of one contribution, for a quarter or for a request.

    ``organisation_id`` is the structure whose numbers these are; who recorded them may be the
    coordination. The database keeps each version in ``contribution_version``.
    """

    __table_args__ = (
        Index(
            "uq_contribution_current", "organisation_id", "contribution_request_id", "year",
            "quarter", unique=True, postgresql_nulls_not_distinct=True,
            postgresql_where=text("status = 'current'"),
        ),
        Index("ix_contribution_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        Index("ix_contribution_recorded_key", "recorded_key"),
        Index(
            "ix_contribution_contribution_request_id", "contribution_request_id", "organisation_id",
            postgresql_where=text("contribution_request_id IS NOT NULL"),
        ),
        CheckConstraint(
            "num_nonnulls(year, quarter)"
            " = CASE WHEN contribution_request_id IS NULL THEN 2 ELSE 0 END",
            name="one_period",
        ),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint(_TELEPHONE, name="telephone"),
        CheckConstraint(
            "(status = 'withdrawn') = (withdraw_reason IS NOT NULL)", name="withdrawn"
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    contribution_request_id: UUID | None = Field(foreign_key="contribution_request.id")
    year: int | None
    quarter: int | None
    status: str = Field(sa_column=code_column("status", ContributionStatus))
    lines: Any = Field(sa_column=Column(JSONB, nullable=False))
    channel: str = Field(sa_column=code_column("channel", ContributionChannel))
    said_by: str | None = Field(sa_column=code_column("said_by", Informant, nullable=True))
    said_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    recorded_by_client_id: UUID | None = Field(foreign_key="client.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    revised_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    withdraw_reason: str | None = Field(
        sa_column=code_column("withdraw_reason", ContributionWithdrawReason, nullable=True)
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class ContributionVersion(Table, table=True):
    """One version of a contribution, which the database writes as it is made. Never changed."""

    __table_args__ = (
        Index("ix_contribution_version_recorded_key", "contribution_id", "recorded_key"),
        CheckConstraint(_TELEPHONE, name="telephone"),
    )

    contribution_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("contribution.id"), primary_key=True)
    )
    version: int = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    lines: Any = Field(sa_column=Column(JSONB, nullable=False))
    channel: str = Field(sa_column=code_column("channel", ContributionChannel))
    said_by: str | None = Field(sa_column=code_column("said_by", Informant, nullable=True))
    said_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    recorded_by_client_id: UUID | None = Field(foreign_key="client.id")
    recorded_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
