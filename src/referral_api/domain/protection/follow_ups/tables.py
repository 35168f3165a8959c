"""The table of follow-ups."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.answers import Answer, IncomeLevel
from referral_api.domain.codelists.follow_ups import (
    FollowUpMode,
    FollowUpPoint,
    FollowUpResult,
    FollowUpStatus,
    LivingSituation,
    OccupationSituation,
    ReintegrationOutcome,
)


class FollowUp(Table, table=True):
    """One follow-up, due on a day. It rests on a consent to be contacted, and ends with that.

    The database writes ``custodian_id``, which follows custody.
    """

    __table_args__ = (
        Index("ix_follow_up_recorded_key", "recorded_key"),
        Index("ix_follow_up_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_follow_up_consent_id", "consent_id", postgresql_where=text("status = 'due'")
        ),
        Index(
            "uq_follow_up_point", "case_id", "point", unique=True,
            postgresql_where=text("status = 'due' AND point <> 'other'"),
        ),
        CheckConstraint("due_on >= counted_from", name="later"),
        CheckConstraint(
            "(status = 'done') <= (done_on IS NOT NULL AND result IS NOT NULL)", name="done"
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    consent_id: UUID = Field(foreign_key="consent.id")
    status: str = Field(sa_column=code_column("status", FollowUpStatus))
    point: str = Field(sa_column=code_column("point", FollowUpPoint))
    counted_from: date
    due_on: date
    done_on: date | None
    mode: str | None = Field(sa_column=code_column("mode", FollowUpMode, nullable=True))
    safe_channel_used: str = Field(sa_column=code_column("safe_channel_used", Answer))
    result: str | None = Field(sa_column=code_column("result", FollowUpResult, nullable=True))
    living: str | None = Field(sa_column=code_column("living", LivingSituation, nullable=True))
    income: str | None = Field(sa_column=code_column("income", IncomeLevel, nullable=True))
    school_or_work: str | None = Field(
        sa_column=code_column("school_or_work", OccupationSituation, nullable=True)
    )
    safe: str = Field(sa_column=code_column("safe", Answer))
    stigma: str = Field(sa_column=code_column("stigma", Answer))
    new_exploitation: str = Field(sa_column=code_column("new_exploitation", Answer))
    needs_help: str = Field(sa_column=code_column("needs_help", Answer))
    outcome: str | None = Field(
        sa_column=code_column("outcome", ReintegrationOutcome, nullable=True)
    )
    sealed_own_words: bytes | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
