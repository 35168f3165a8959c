"""The tables of PINs and of tries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column


class AgentPin(Table, table=True):
    """The PIN of an agent: a hash over what a key outside the database makes of it.

    ``good_until`` is that of a one-time PIN. The hash of the one before tells that a new PIN is
    the same. A new hash of the same PIN, for a new key, needs no event.
    """

    agent_id: UUID = Field(primary_key=True, foreign_key="agent.id")
    organisation_id: UUID
    key_id: str = Field(sa_column=Column(Text, nullable=False))
    hash: str = Field(sa_column=Column(Text, nullable=False))
    good_until: datetime | None = Field(sa_column=timestamp_column())
    former_key_id: str | None = Field(sa_column=Column(Text))
    former_hash: str | None = Field(sa_column=Column(Text))
    set_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    set_by_agent_id: UUID = Field(foreign_key="agent.id")
    version: int


class PinTry(Table, table=True):
    """The tries of one agent's PIN on one device, each counted before it is looked at.

    A right PIN takes back ``tries`` and ``locks``; ``day_tries`` are taken back by a new day only,
    and ``reset_needed`` by the supervisor. An agent that does not exist is counted like any other.
    """

    __table_args__ = (Index("ix_pin_try_tried_at", "tried_at"),)

    device_id: UUID = Field(primary_key=True, foreign_key="unit_device.id")
    agent_id: UUID = Field(primary_key=True, index=True)
    organisation_id: UUID
    tries: int
    locks: int
    locked_until: datetime | None = Field(sa_column=timestamp_column())
    day_began_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    day_tries: int
    reset_needed: bool
    tried_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
