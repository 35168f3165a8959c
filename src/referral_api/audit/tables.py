"""The table of the audit log: append-only, identifiers and vocabulary only."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, Index, LargeBinary, Text, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, TransactionNumber, code_column


class Outcome(StrEnum):
    """How an act ended."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    FAILED = "failed"


class AuditVocabulary(Table, table=True):
    """The words for acts: the database refuses an event that uses any other.

    Migrations add to it. A test compares it with ``permissions.PERMISSIONS``.
    """

    action: str = Field(sa_column=Column(Text, primary_key=True))


class AuditEvent(Table, table=True):
    """One act or attempt: the caller, the action, its subject, the time and the outcome.

    ``recorded_at`` and ``xid`` are written by the database; the application may not set them.
    """

    __table_args__ = (
        Index("ix_audit_event_xid", "xid"),
        Index(
            "ix_audit_event_recorded_at", "recorded_at", postgresql_using="brin",
            postgresql_with={"autosummarize": "on"},
        ),
        Index(
            "ix_audit_event_case_id_id", "case_id", "id",
            postgresql_where=text("case_id IS NOT NULL"),
        ),
        Index(
            "ix_audit_event_case_ids", "case_ids", postgresql_using="gin",
            postgresql_where=text("case_ids IS NOT NULL"),
        ),
        Index("ix_audit_event_agent_id_id", "agent_id", "id"),
        Index("ix_audit_event_organisation_id_id", "organisation_id", "id"),
        Index(
            "ix_audit_event_section_id", "section", "id",
            postgresql_where=text("section IS NOT NULL"),
        ),
        Index("ix_audit_event_request_id", "request_id", postgresql_using="hash"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    xid: int = Field(
        sa_column=Column(
            TransactionNumber, nullable=False, server_default=text("pg_current_xact_id()")
        )
    )
    action: str = Field(sa_column=Column(Text, nullable=False))
    outcome: str = Field(sa_column=code_column("outcome", Outcome))
    code: str | None = Field(sa_column=Column(Text))
    agent_id: UUID | None
    client_id: UUID | None
    organisation_id: UUID | None
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    token_id: str | None = Field(sa_column=Column(Text))
    request_id: str | None = Field(sa_column=Column(Text))
    subject: str | None = Field(sa_column=Column(Text))
    subject_id: UUID | None
    case_id: UUID | None
    case_ids: list[UUID] | None = Field(sa_column=Column(ARRAY(Uuid)))
    section: str | None = Field(sa_column=Column(Text))
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
