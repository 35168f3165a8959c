"""The table of possible duplicates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.persons import CandidateStatus, Likeness


class DuplicateCandidate(Table, table=True):
    """Two files that may be of one person: ``case_id`` is there already, ``other_case_id`` is the
    one whose identity was recorded.

    The organisations are those that answered for them when they were found. ``disclosed``: who
    answers for the other file is told too. Nothing of either identity is kept.
    """

    __table_args__ = (
        Index("ix_duplicate_candidate_recorded_key", "recorded_key"),
        Index("ix_duplicate_candidate_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_duplicate_candidate_other_case_id_recorded_key", "other_case_id", "recorded_key"),
        Index(
            "uq_duplicate_candidate_pair",
            text("LEAST(case_id, other_case_id)"), text("GREATEST(case_id, other_case_id)"),
            unique=True,
        ),
        CheckConstraint("case_id <> other_case_id", name="two"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    other_case_id: UUID = Field(foreign_key="case.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    other_organisation_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", CandidateStatus))
    likeness: str = Field(sa_column=code_column("likeness", Likeness))
    disclosed: bool
    found_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    closed_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    version: int
