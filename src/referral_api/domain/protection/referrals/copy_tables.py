"""The table of copies that senders keep of referrals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column, timestamp_column
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import Priority, ReferralStatus, ServiceType


class ReferralCopy(Table, table=True):
    """What an organisation had sent, as it was when it ceased to answer for the person.

    ``started_at`` and ``answer_cancellation_by`` are not shown: like ``departed_at``, they say what
    time had decided.
    """

    __table_args__ = (
        Index("ix_referral_copy_case_id", "case_id"),
        Index("ix_referral_copy_organisation_id_recorded_key", "organisation_id", "recorded_key"),
    )

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    id: UUID = Field(sa_column=Column(Uuid, ForeignKey("referral.id"), primary_key=True))
    # The referral's: in lists, the copy takes its place.
    recorded_key: UUID | None
    case_id: UUID = Field(foreign_key="case.id")
    kept_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    status: str = Field(sa_column=code_column("status", ReferralStatus))
    receiver_id: UUID = Field(foreign_key="organisation.id")
    service_type: str = Field(sa_column=code_column("service_type", ServiceType))
    priority: str = Field(sa_column=code_column("priority", Priority))
    consent_id: UUID | None = Field(foreign_key="consent.id")
    shared_sections: list[str] = Field(sa_column=codes_column("shared_sections", Section))
    bed: str = Field(sa_column=code_column("bed", Bed))
    acknowledge_by: datetime | None = Field(sa_column=timestamp_column())
    decide_by: datetime | None = Field(sa_column=timestamp_column())
    start_by: datetime | None = Field(sa_column=timestamp_column())
    sent_at: datetime | None = Field(sa_column=timestamp_column())
    started_at: datetime | None = Field(sa_column=timestamp_column())
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    cancellation_requested: bool
    answer_cancellation_by: datetime | None = Field(sa_column=timestamp_column())
    replaces_id: UUID | None
    transfer_from_id: UUID | None
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    version: int
