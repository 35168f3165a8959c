"""The tables of imports, and of their rows as long as they wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.many import ImportStatus, ImportStopReason


class CaseImport(Table, table=True):
    """One import. Its key seals its rows, and is destroyed when the last of them is loaded.

    ``digest`` is keyed: it tells a repeated file, and nothing of what is in it. ``problems`` are
    columns, codes and numbers of rows.
    """

    __table_args__ = (
        Index("ix_case_import_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        Index("ix_case_import_digest", "organisation_id", "digest"),
        Index(
            "ix_case_import_loading", "recorded_key", postgresql_where=text("status = 'loading'")
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    client_id: UUID | None
    token_id: str = Field(sa_column=Column(Text, nullable=False))
    status: str = Field(sa_column=code_column("status", ImportStatus))
    stop_reason: str | None = Field(
        default=None, sa_column=code_column("stop_reason", ImportStopReason, nullable=True)
    )
    rows: int
    good: int
    loaded: int
    refused: int
    problems: str = Field(sa_column=Column(JSONB, nullable=False))
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    wrapping_key_id: str | None = Field(sa_column=Column(Text))
    wrapped_key: bytes | None
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(default=None, sa_column=timestamp_column())
    version: int


class ImportRow(Table, table=True):
    """One good row: sealed until it is loaded, then the case that it became."""

    __table_args__ = (
        Index(
            "ix_import_row_waiting", "import_id", "number",
            postgresql_where=text("sealed IS NOT NULL"),
        ),
    )  # fmt: skip

    import_id: UUID = Field(primary_key=True, foreign_key="case_import.id")
    number: int = Field(primary_key=True)
    organisation_id: UUID
    sealed: bytes | None
    case_id: UUID | None
