"""The table of check-ins on the road."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.answers import RecordStatus


class CheckIn(Table, table=True):
    """One check-in of a journey: of a handoff, or of a stay that is expected.

    ``from_id`` is who answered for the person then, ``to_id`` where the person is going. No place
    and no narrative.
    """

    __table_args__ = (
        Index("ix_check_in_recorded_key", "recorded_key"),
        Index("ix_check_in_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_check_in_from_id_recorded_key", "from_id", "recorded_key"),
        Index("ix_check_in_to_id_recorded_key", "to_id", "recorded_key"),
        CheckConstraint("num_nonnulls(stay_id, handoff_id) = 1", name="one_journey"),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    stay_id: UUID | None = Field(foreign_key="stay.id")
    handoff_id: UUID | None = Field(foreign_key="handoff.id")
    from_id: UUID = Field(foreign_key="organisation.id")
    to_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", RecordStatus))
    all_well: bool
    happened_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
