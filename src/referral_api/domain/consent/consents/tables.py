"""The table of consents: what the person agreed to, or the legal ground that replaces it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, CheckConstraint, Column, DateTime, Index, Text, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import (
    ConsentGiver,
    ConsentMethod,
    ConsentPurpose,
    ConsentStatus,
    LegalGround,
)


class Consent(Table, table=True):
    """Recipients are organisations; data categories are sections of the case.

    The database writes ``refused_at``, and ``active_since``, before which no recipient knows of the
    consent: when it began to open something.
    """

    __table_args__ = (
        CheckConstraint(
            "status <> 'active' OR legal_ground IS NULL"
            " OR COALESCE(second_agent_id <> recorded_by_agent_id, false)",
            name="second_person",
        ),
        CheckConstraint(
            "status <> 'provisional' OR COALESCE(confirm_by <= recorded_at + interval '72 hours'"
            " AND legal_ground = ANY ('{vital_interest,child_best_interest}'::text[]), false)",
            name="provisional",
        ),
        Index("ix_consent_recorded_key", "recorded_key"),
        Index(
            "ix_consent_confirm_by", "confirm_by",
            postgresql_where=text("status = 'provisional'"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id", index=True)
    status: str = Field(sa_column=code_column("status", ConsentStatus))
    given_by: str = Field(sa_column=code_column("given_by", ConsentGiver))
    method: str = Field(sa_column=code_column("method", ConsentMethod))
    language: str = Field(sa_column=Column(Text, nullable=False))
    interpreter: bool
    purposes: list[str] = Field(sa_column=codes_column("purposes", ConsentPurpose))
    recipients: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    # A shelter that the coordination finds may receive the sheet, and nothing beyond it.
    coordination_finds: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=text("false")),
    )
    sections: list[str] = Field(sa_column=codes_column("sections", Section))
    valid_until: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    confirm_by: datetime | None = Field(default=None, sa_column=timestamp_column())
    do_not_contact: bool
    document_sha256: str | None = Field(sa_column=Column(Text))
    legal_ground: str | None = Field(
        sa_column=code_column("legal_ground", LegalGround, nullable=True)
    )
    second_agent_id: UUID | None = Field(foreign_key="agent.id")
    supersedes_id: UUID | None = Field(foreign_key="consent.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    active_since: datetime | None = Field(default=None, sa_column=timestamp_column())
    refused_at: datetime | None = Field(default=None, sa_column=timestamp_column())
    recorded_by_client_id: UUID | None
    ended_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    version: int
