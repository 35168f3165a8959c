"""The table of partners."""

from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.partnership import PartnerCategory
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    entry_arguments,
    text_column,
)


class Partner(Entry, table=True):
    """One partner, once among those that count."""

    __table_args__ = entry_arguments(
        "partner",
        Index("ix_partner_category_recorded_key", "category", "recorded_key"),
        Index("uq_partner_name", text("lower(name)"), unique=True, postgresql_where=REGISTERED),
    )

    name: str = Field(sa_column=text_column(nullable=False))
    category: str = Field(sa_column=code_column("category", PartnerCategory))
    member_organisation_id: UUID | None = Field(foreign_key="organisation.id")
