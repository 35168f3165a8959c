"""The table of links between two files of one person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.persons import LinkGround, LinkStatus


class PersonLink(Table, table=True):
    """Two files, and the two agents who say the same of them: one proposes, the other decides.

    Undoing has two agents too, who take the places of the first two.
    """

    __table_args__ = (
        Index("ix_person_link_recorded_key", "recorded_key"),
        Index("ix_person_link_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_person_link_other_case_id_recorded_key", "other_case_id", "recorded_key"),
        Index("ix_person_link_proposed_by_id_recorded_key", "proposed_by_id", "recorded_key"),
        Index(
            "uq_person_link_pair",
            text("LEAST(case_id, other_case_id)"), text("GREATEST(case_id, other_case_id)"),
            unique=True,
            postgresql_where=text("status IN ('proposed','confirmed','undo_proposed')"),
        ),
        CheckConstraint("case_id <> other_case_id", name="two"),
        CheckConstraint("decided_by_agent_id <> proposed_by_agent_id", name="two_persons"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    other_case_id: UUID = Field(foreign_key="case.id")
    status: str = Field(sa_column=code_column("status", LinkStatus))
    ground: str = Field(sa_column=code_column("ground", LinkGround))
    undo_ground: str | None = Field(sa_column=code_column("undo_ground", LinkGround, nullable=True))
    proposed_by_id: UUID = Field(foreign_key="organisation.id")
    proposed_by_agent_id: UUID = Field(foreign_key="agent.id")
    decided_by_id: UUID | None = Field(foreign_key="organisation.id")
    decided_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    proposed_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    confirmed_at: datetime | None = Field(sa_column=timestamp_column())
    undone_at: datetime | None = Field(sa_column=timestamp_column())
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
