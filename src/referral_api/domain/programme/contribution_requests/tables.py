"""The tables of requests for contributions, and of the organisations that each one calls."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.programme import (
    ContributionRequestStatus,
    ContributionRequestWithdrawReason,
)


class ContributionRequest(Table, table=True):
    """One request. ``cut_id`` is the cut of the figures that was taken as it was frozen."""

    __table_args__ = (
        Index(
            "uq_contribution_request_reference", "reference", unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index("ix_contribution_request_recorded_key", "recorded_key"),
        CheckConstraint("char_length(reference) BETWEEN 1 AND 60", name="short_reference"),
        CheckConstraint("due_on >= received_on", name="due_later"),
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint(
            "(frozen_at IS NOT NULL) = (status IN ('frozen', 'answered'))"
            " OR status = 'withdrawn'", name="frozen",
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", ContributionRequestStatus))
    reference: str = Field(sa_column=Column(Text, nullable=False))
    received_from: str = Field(sa_column=Column(Text, nullable=False))
    title: str = Field(sa_column=Column(Text, nullable=False))
    resolution: str | None = Field(sa_column=Column(Text))
    documents: Any = Field(sa_column=Column(JSONB, nullable=False))
    received_on: date
    due_on: date
    period_from: date
    period_to: date
    opened_at: datetime | None = Field(sa_column=timestamp_column())
    frozen_at: datetime | None = Field(sa_column=timestamp_column())
    cut_id: UUID | None
    withdraw_reason: str | None = Field(
        sa_column=code_column("withdraw_reason", ContributionRequestWithdrawReason, nullable=True)
    )
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class ContributionCall(Table, table=True):
    """One organisation that a request calls. A row without ``answered_at`` is what is due.

    The database writes the answer as a contribution is given, corrected or withdrawn, and no more
    once the request is frozen: what stands then is what the freezing took.
    """

    __table_args__ = (
        Index("ix_contribution_call_organisation_id", "organisation_id", "contribution_request_id"),
        Index(
            "ix_contribution_call_contribution_request_id_recorded_key",
            "contribution_request_id", "recorded_key",
        ),
        Index(
            "ix_contribution_call_due", "contribution_request_id",
            postgresql_where=text("answered_at IS NULL"),
        ),
        CheckConstraint(
            "answered_at IS NULL OR contribution_id IS NOT NULL"
            " AND contribution_version IS NOT NULL", name="answered",
        ),
    )  # fmt: skip

    contribution_request_id: UUID = Field(primary_key=True, foreign_key="contribution_request.id")
    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    called_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    contribution_id: UUID | None = Field(foreign_key="contribution.id")
    contribution_version: int | None
    answered_at: datetime | None = Field(sa_column=timestamp_column())
