"""The table of agreements with partners."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from referral_api.database.tables import codes_column
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    day_column,
    entry_arguments,
    text_column,
)


class PartnerAgreement(Entry, table=True):
    """One agreement with one partner."""

    __table_args__ = entry_arguments(
        "partner_agreement",
        CheckConstraint("starts_on <= ends_on", name="in_order"),
        Index("ix_partner_agreement_partner_id_recorded_key", "partner_id", "recorded_key"),
        Index("ix_partner_agreement_ends_on", "ends_on", postgresql_where=REGISTERED),
    )

    partner_id: UUID = Field(foreign_key="partner.id")
    title: str = Field(sa_column=text_column(nullable=False))
    pillars: list[str] = Field(sa_column=codes_column("pillars", Pillar))
    signed_on: date | None = Field(sa_column=day_column())
    starts_on: date = Field(sa_column=day_column(nullable=False))
    ends_on: date | None = Field(sa_column=day_column())
