"""The table of unmet needs: of each need of an organisation, one within 24 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column
from referral_api.domain.codelists.directory import ServiceSetting
from referral_api.domain.codelists.referrals import Priority, ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import Category
from referral_api.domain.directory.placements.needs import SEVERAL


class UnmetNeed(Table, table=True):
    """An anonymous need without an eligible service. ``fingerprint`` is the same for the same need;
    the database leaves out a second one within 24 hours (``leave_out_repeated_need``).
    """

    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        Index("ix_unmet_need_recorded_key", "recorded_key"),
        Index("ix_unmet_need_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        Index("ix_unmet_need_fingerprint", "organisation_id", "fingerprint", "recorded_at"),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    service_type: str = Field(sa_column=code_column("service_type", ServiceType))
    priority: str = Field(sa_column=code_column("priority", Priority))
    category: str | None = Field(
        sa_column=code_column("category", [*Category, SEVERAL], nullable=True)
    )
    number: int
    region: str = Field(sa_column=code_column("region", Region))
    cercle: str | None = Field(sa_type=Text)
    fallback: str | None = Field(sa_column=code_column("fallback", ServiceSetting, nullable=True))
    fingerprint: str = Field(sa_type=Text)
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
