"""The table of messages about notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column
from referral_api.domain.casework.notice_messages.channels import Channel, MessageState


def _one_of(column: str, codes: type[Channel] | type[MessageState]) -> CheckConstraint:
    listed = ",".join(sorted(codes))
    return CheckConstraint(f"{column} = ANY ('{{{listed}}}'::text[])", name=f"{column}_code")


class NoticeMessage(Table, table=True):
    """One notice on one channel: written once, sent at least once, or given up."""

    __table_args__ = (
        _one_of("channel", Channel),
        _one_of("state", MessageState),
        Index(
            "ix_notice_message_next_at", "next_at", postgresql_where=text("state = 'waiting'")
        ),
        Index("ix_notice_message_finished_at", "finished_at"),
    )  # fmt: skip

    notice_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("notice.id"), primary_key=True, nullable=False)
    )
    channel: str = Field(sa_column=Column(Text, primary_key=True, nullable=False))
    organisation_id: UUID
    state: str = Field(sa_column=Column(Text, nullable=False))
    attempts: int
    next_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    leased_until: datetime | None = Field(sa_column=timestamp_column())
    finished_at: datetime | None = Field(sa_column=timestamp_column())
