"""The outbox: for each organisation, the events that its systems receive."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, TransactionNumber


class OutgoingEvent(Table, table=True):
    """One event for one organisation: identifiers and vocabulary only.

    ``event_id`` is the audit event. ``xid`` orders the rows: transactions end in another order than
    they began, and a reader must not pass one that ends later.
    """

    __table_args__ = (Index("ix_outgoing_event_oldest", "occurred_at"),)

    organisation_id: UUID = Field(primary_key=True)
    xid: int = Field(
        sa_column=Column(
            TransactionNumber, primary_key=True, server_default=text("pg_current_xact_id()")
        )
    )
    event_id: UUID = Field(primary_key=True)
    action: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(sa_column=Column(Text, nullable=False))
    subject_id: UUID
    case_id: UUID | None
    by_organisation_id: UUID
    occurred_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
