"""The tables of changes that two administrators make, and of first sign-ins of national ones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, timestamp_column
from referral_api.domain.codelists.organisations import PendingChangeStatus, PendingChangeSubject


class PendingChange(Table, table=True):
    """A change to an agent, a client or an organisation, kept until another administrator decides.

    ``change`` maps the columns to their new values; ``subject_version`` is the version that the
    proposer saw. What a sole administrator did alone is kept too, as confirmed by nobody.
    """

    __table_args__ = (
        Index("ix_pending_change_organisation_id_id", "organisation_id", "id"),
        Index("ix_pending_change_subject_id", "subject_id"),
    )

    id: UUID = Field(primary_key=True)
    subject: str = Field(sa_column=code_column("subject", PendingChangeSubject))
    subject_id: UUID
    subject_version: int
    organisation_id: UUID = Field(foreign_key="organisation.id")
    change: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    status: str = Field(sa_column=code_column("status", PendingChangeStatus))
    proposed_by_agent_id: UUID = Field(foreign_key="agent.id")
    proposed_by_client_id: UUID | None = Field(foreign_key="client.id")
    proposed_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    proposed_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    decide_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    decided_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class AdministratorSignIn(Table, table=True):
    """A national administrator has signed in. Written once, never changed.

    With the second row the first administrator of the installation no longer acts alone.
    """

    agent_id: UUID = Field(primary_key=True, foreign_key="agent.id")
    signed_in_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
