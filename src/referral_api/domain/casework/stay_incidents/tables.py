"""The table of incidents of stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import Gravity, RecordStatus
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.stays import StayIncidentKind


class StayIncident(Table, table=True):
    """One incident. The host never sees a complaint about its staff, whoever recorded it.

    The database writes ``custodian_id``, which follows custody.
    """

    __table_args__ = (
        Index("ix_stay_incident_recorded_key", "recorded_key"),
        Index("ix_stay_incident_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_stay_incident_stay_id_recorded_key", "stay_id", "recorded_key"),
        Index(
            "ix_stay_incident_host_organisation_id_recorded_key", "host_organisation_id",
            "recorded_key",
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    stay_id: UUID = Field(foreign_key="stay.id")
    host_organisation_id: UUID = Field(foreign_key="organisation.id")
    custodian_id: UUID | None
    status: str = Field(sa_column=code_column("status", RecordStatus))
    kind: str = Field(sa_column=code_column("kind", StayIncidentKind))
    gravity: str = Field(sa_column=code_column("gravity", Gravity))
    told_to: list[str] = Field(sa_column=codes_column("told_to", OrganisationType))
    happened_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    sealed_note: bytes | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
