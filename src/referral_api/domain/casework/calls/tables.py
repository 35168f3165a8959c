"""The table of calls: who said what for the receiver, when, and on which telephone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, timestamp_column
from referral_api.domain.codelists.calls import (
    CallAct,
    CallCorrectionReason,
    CallStatus,
    CallSubject,
)


class TelephoneCall(Table, table=True):
    """What was said never changes. The receiver confirms it, or says once that it is not so.

    ``sender_id`` is who answered for the person when a referral was called about, or offered the
    handoff then. ``custodian_id`` is who answered for her, or offered the handoff, when a change of
    the call was last told.
    ``said_by`` names somebody of the receiver, and never the person whom the call is about.
    """

    __table_args__ = (
        Index("ix_telephone_call_case_id_id", "case_id", "id"),
        Index("ix_telephone_call_receiver_id_id", "receiver_id", "id"),
        Index("ix_telephone_call_sender_id_id", "sender_id", "id"),
        Index(
            "ix_telephone_call_confirm_by", "confirm_by",
            postgresql_where=text("status = 'binding'"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="case.id")
    subject: str = Field(sa_column=code_column("subject", CallSubject))
    subject_id: UUID
    act: str = Field(sa_column=code_column("act", CallAct))
    status: str = Field(sa_column=code_column("status", CallStatus))
    sender_id: UUID = Field(foreign_key="organisation.id")
    receiver_id: UUID = Field(foreign_key="organisation.id")
    custodian_id: UUID = Field(foreign_key="organisation.id")
    said_by: str = Field(sa_column=Column(Text, nullable=False))
    telephone: str = Field(sa_column=Column(Text, nullable=False))
    happened_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_by_client_id: UUID | None
    confirm_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    decided_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    correction_reason: str | None = Field(
        sa_column=code_column("correction_reason", CallCorrectionReason, nullable=True)
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
