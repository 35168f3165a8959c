"""The tables of devices and of the cookies that they hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus


class UnitDevice(Table, table=True):
    """A telephone or computer that an organisation shares among its people.

    The code of its invitation is kept as a keyed digest, until it is used. ``unused_until`` moves
    with each sign-in, without an event of its own.
    """

    __table_args__ = (
        CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("(status = 'invited') = (code_digest IS NOT NULL)", name="invited"),
        Index("ix_unit_device_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        Index(
            "uq_unit_device_code_digest", "code_digest", unique=True,
            postgresql_where=text("code_digest IS NOT NULL"),
        ),
        Index("ix_unit_device_code_until", "code_until",
              postgresql_where=text("status = 'invited'")),
        Index("ix_unit_device_unused_until", "unused_until",
              postgresql_where=text("status <> 'ended'")),
        Index("ix_unit_device_ends_at", "ends_at", postgresql_where=text("status <> 'ended'")),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", DeviceStatus))
    name: str | None = Field(sa_column=Column(Text))
    has_printer: bool
    code_digest: bytes | None = Field(sa_column=Column(LargeBinary))
    code_until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    invited_by_agent_id: UUID = Field(foreign_key="agent.id")
    invited_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    registered_at: datetime | None = Field(sa_column=timestamp_column())
    unused_until: datetime | None = Field(sa_column=timestamp_column())
    ends_at: datetime | None = Field(sa_column=timestamp_column())
    suspended_at: datetime | None = Field(sa_column=timestamp_column())
    ended_at: datetime | None = Field(sa_column=timestamp_column())
    reason: str | None = Field(sa_column=code_column("reason", DeviceReason, nullable=True))
    version: int


class DeviceCookie(Table, table=True):
    """One cookie of a device, by its digest. It is spent once a later one has been seen.

    ``session_id`` is the session that was opened in the same answer: who comes with the cookie of
    that session has this one too.
    """

    __table_args__ = (
        Index("ix_device_cookie_device_id_issued_at", "device_id", "issued_at"),
        Index("ix_device_cookie_session_id", "session_id"),
        Index("ix_device_cookie_spent_at", "spent_at",
              postgresql_where=text("spent_at IS NOT NULL")),
    )  # fmt: skip

    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    device_id: UUID = Field(foreign_key="unit_device.id")
    organisation_id: UUID
    session_id: UUID | None
    issued_at: datetime = Field(
        sa_column=Column(
            DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()")
        )
    )
    seen_at: datetime | None = Field(sa_column=timestamp_column())
    spent_at: datetime | None = Field(sa_column=timestamp_column())
