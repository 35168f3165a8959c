"""The table of services given."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.referrals import OutcomeCode, ServiceType
from referral_api.domain.codelists.services_given import ServiceAnswer
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex


class ServiceGiven(Table, table=True):
    """One service, in the section of the case that goes with its type.

    The database writes ``custodian_id``, which follows custody, and what it copies of the case.
    """

    __table_args__ = (
        Index("ix_service_given_recorded_key", "recorded_key"),
        Index("ix_service_given_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_service_given_provider_organisation_id_recorded_key", "provider_organisation_id",
            "recorded_key",
        ),
        CheckConstraint("began_on >= offered_on", name="began"),
        CheckConstraint("ended_on >= began_on", name="ended"),
        CheckConstraint(
            "began_on IS NULL OR answer_of_person IN ('accepted','later')", name="wished"
        ),
        CheckConstraint("amount BETWEEN 0 AND 1000000000000", name="amount"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    section: str = Field(sa_column=code_column("section", Section))
    provider_organisation_id: UUID = Field(foreign_key="organisation.id")
    custodian_id: UUID | None
    status: str = Field(sa_column=code_column("status", RecordStatus))
    service_type: str = Field(sa_column=code_column("service_type", ServiceType))
    service_id: UUID | None = Field(foreign_key="service.id")
    referral_id: UUID | None = Field(foreign_key="referral.id")
    goal_id: UUID | None = Field(default=None, foreign_key="support_goal.id")
    offered_on: date
    answer_of_person: str = Field(sa_column=code_column("answer_of_person", ServiceAnswer))
    began_on: date | None
    ended_on: date | None
    sessions: int | None
    amount: int | None = Field(sa_column=Column(BigInteger))
    region: str = Field(sa_column=code_column("region", Region))
    outcome: str | None = Field(sa_column=code_column("outcome", OutcomeCode, nullable=True))
    sealed_note: bytes | None
    sex: str | None = Field(sa_column=code_column("sex", Sex, nullable=True))
    age_band: str | None = Field(sa_column=code_column("age_band", AgeBand, nullable=True))
    case_region: str | None = Field(sa_column=code_column("case_region", Region, nullable=True))
    treated_as_child: bool | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
