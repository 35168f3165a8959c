"""The tables of partner systems and of the assertions they have already used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, recorded_key_column


class Client(Table, table=True):
    """A machine registered for one organisation, with its public keys as PEM by key id."""

    __table_args__ = (Index("ix_client_recorded_key", "recorded_key"),)

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name: str = Field(sa_column=Column(Text, nullable=False))
    keys: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    active: bool
    version: int


class UsedAssertion(Table, table=True):
    """A client assertion is used once (RFC 7523 section 3, ``jti``)."""

    client_id: UUID = Field(primary_key=True, foreign_key="client.id")
    jti: str = Field(sa_column=Column(Text, primary_key=True))
    expires_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, index=True)
    )
