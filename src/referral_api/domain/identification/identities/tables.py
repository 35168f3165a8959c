"""The tables of the vault: a person's wrapped key, and the data sealed with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table


class PersonKey(Table, table=True):
    """A person's own key, wrapped by a key from outside the database.

    Destroying this row makes all data sealed for the person unreadable.
    """

    case_id: UUID = Field(primary_key=True, foreign_key="case.id")
    wrapping_key_id: str = Field(sa_type=Text)
    wrapped_key: bytes


class DroppedWrappingKey(Table, table=True):
    """A wrapping key that no key file holds any more: the database refuses a row that needs it.

    So a server that still wraps with it makes nothing that nobody could ever open.
    """

    id: str = Field(sa_column=Column(Text, primary_key=True))
    dropped_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


class Person(Table, table=True):
    """The identity behind a case, sealed."""

    case_id: UUID = Field(primary_key=True, foreign_key="case.id")
    sealed: bytes
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_by_agent_id: UUID = Field(foreign_key="agent.id")
