"""The table of backgrounds: sealed, one for each case, erased with the consent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, text
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column


class Background(Table, table=True):
    """What the person declared, sealed as a whole; nothing of it stands in plain text.

    The database erases it when no consent for ``background_statistics`` stands any more.
    """

    case_id: UUID = Field(primary_key=True, foreign_key="case.id")
    sealed: bytes | None
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_by_agent_id: UUID = Field(foreign_key="agent.id")
    erased_at: datetime | None = Field(default=None, sa_column=timestamp_column())
