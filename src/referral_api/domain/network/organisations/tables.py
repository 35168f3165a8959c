"""The table of organisations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column, recorded_key_column
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.organisations import HtcdsOrganisationType, OrganisationType
from referral_api.domain.codelists.territory import Region


class Organisation(Table, table=True):
    """A body that takes part in the mechanism. Never deleted, only deactivated."""

    __table_args__ = (
        Index("uq_organisation_name_folded", "name_folded", unique=True),
        Index("ix_organisation_recorded_key", "recorded_key"),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    name: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    # The name as it looks at a glance, which a trigger writes: no two look the same.
    name_folded: str | None = Field(default=None, sa_column=Column(Text))
    type: str = Field(sa_column=code_column("type", OrganisationType))
    htcds_type: str = Field(sa_column=code_column("htcds_type", HtcdsOrganisationType))
    regions: list[str] = Field(sa_column=codes_column("regions", Region))
    languages: list[str] = Field(sa_column=codes_column("languages", Language))
    active: bool
    duty_telephone: str | None = Field(
        default=None,
        sa_column=Column(
            Text, CheckConstraint("duty_telephone ~ '^\\+[1-9][0-9]{6,14}$'", name="duty_telephone")
        ),
    )
    notice_mailbox: str | None = Field(
        default=None,
        sa_column=Column(
            Text, CheckConstraint("notice_mailbox ~ '^[!-?A-~]+@[!-?A-~]+$'", name="notice_mailbox")
        ),
    )
    version: int
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
