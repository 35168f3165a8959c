"""The table of requests for means."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.means import MeansKind, MeansRefusalReason, MeansStatus
from referral_api.domain.codelists.territory import Region


class MeansRequest(Table, table=True):
    """One request. All amounts are whole CFA francs; what is not paid is uncovered.

    The database writes ``custodian_id``, which follows custody, and ``case_region``.
    """

    __table_args__ = (
        Index("ix_means_request_recorded_key", "recorded_key"),
        Index("ix_means_request_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_means_request_asked_by_id_recorded_key", "asked_by_id", "recorded_key"),
        Index("ix_means_request_asked_of_id_recorded_key", "asked_of_id", "recorded_key"),
        CheckConstraint("asked BETWEEN 1 AND 1000000000000", name="asked"),
        CheckConstraint("granted BETWEEN 0 AND asked", name="granted"),
        CheckConstraint("paid BETWEEN 0 AND granted", name="paid"),
        CheckConstraint("(status = 'refused') = (refusal_reason IS NOT NULL)", name="refusal"),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    case_region: str | None = Field(sa_column=code_column("case_region", Region, nullable=True))
    asked_by_id: UUID = Field(foreign_key="organisation.id")
    asked_of_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", MeansStatus))
    kind: str = Field(sa_column=code_column("kind", MeansKind))
    needed_by: date | None
    asked: int = Field(sa_column=Column(BigInteger, nullable=False))
    granted: int | None = Field(sa_column=Column(BigInteger))
    paid: int = Field(sa_column=Column(BigInteger, nullable=False))
    refusal_reason: str | None = Field(
        sa_column=code_column("refusal_reason", MeansRefusalReason, nullable=True)
    )
    decided_at: datetime | None = Field(sa_column=timestamp_column())
    paid_on: date | None
    paid_by_id: UUID | None = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
