"""The tables of sessions and of sign-ins that have begun."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.sign_in import SessionEnd, SessionStatus, SignInWay


def _at() -> "Column[datetime]":
    return Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))


class AgentSession(Table, table=True):
    """One agent on pages, from the proof to the end. Its id is in the audit log, its cookie in the
    browser only; once it has ended, not even a digest is left.

    ``seen_at``, ``locks_at`` and ``proved_at`` change without an event. ``issuer_sid`` is the
    outside issuer's name for the session, by which it ends it.
    """

    __table_args__ = (
        CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("(status = 'ended') = (end_reason IS NOT NULL)", name="end_reason"),
        CheckConstraint("(status = 'ended') = (cookie_digest IS NULL)", name="cookie"),
        Index("uq_agent_session_cookie_digest", "cookie_digest", unique=True),
        Index("ix_agent_session_agent_id_recorded_key", "agent_id", "recorded_key"),
        Index("ix_agent_session_organisation_id", "organisation_id",
              postgresql_where=text("status <> 'ended'")),
        Index("ix_agent_session_device_id", "device_id",
              postgresql_where=text("status <> 'ended'")),
        Index("ix_agent_session_issuer_sid", "issuer_sid",
              postgresql_where=text("issuer_sid IS NOT NULL")),
        Index("ix_agent_session_expires_at", "expires_at",
              postgresql_where=text("status <> 'ended'")),
        Index("ix_agent_session_ended_at", "ended_at",
              postgresql_where=text("ended_at IS NOT NULL")),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    agent_id: UUID = Field(foreign_key="agent.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    device_id: UUID | None = Field(foreign_key="unit_device.id")
    way: str = Field(sa_column=code_column("way", SignInWay))
    status: str = Field(sa_column=code_column("status", SessionStatus))
    cookie_digest: bytes | None = Field(sa_column=Column(LargeBinary))
    issuer_sid: str | None = Field(sa_column=Column(Text))
    opened_at: datetime = Field(sa_column=_at())
    seen_at: datetime = Field(sa_column=_at())
    locks_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    proved_at: datetime = Field(sa_column=_at())
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    ended_at: datetime | None = Field(sa_column=timestamp_column())
    end_reason: str | None = Field(sa_column=code_column("end_reason", SessionEnd, nullable=True))
    version: int


class PendingSignIn(Table, table=True):
    """What a sign-in that has begun must remember, sealed by who began it; used once."""

    __table_args__ = (Index("ix_pending_sign_in_good_until", "good_until"),)

    cookie_digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    kept: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    good_until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
