"""The table of contributions in kind and money."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.partnership import PartnerContributionKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.tables import (
    Entry,
    day_column,
    entry_arguments,
    text_column,
)


class PartnerContribution(Entry, table=True):
    """One contribution. Without a partner, its organisation gave it."""

    __table_args__ = entry_arguments(
        "partner_contribution",
        CheckConstraint("kind <> 'money' OR amount_cfa IS NOT NULL", name="money_has_an_amount"),
        CheckConstraint("starts_on <= ends_on", name="in_order"),
        Index("ix_partner_contribution_partner_id_recorded_key", "partner_id", "recorded_key"),
        Index("ix_partner_contribution_starts_on", "starts_on"),
    )

    partner_id: UUID | None = Field(foreign_key="partner.id")
    kind: str = Field(sa_column=code_column("kind", PartnerContributionKind))
    pillar: str = Field(sa_column=code_column("pillar", Pillar))
    amount_cfa: int | None = Field(
        sa_column=Column(BigInteger, CheckConstraint("amount_cfa >= 0", name="amount_cfa"))
    )
    starts_on: date = Field(sa_column=day_column(nullable=False))
    ends_on: date = Field(sa_column=day_column(nullable=False))
    label: str | None = Field(sa_column=text_column())
