"""The blind indexes of identities, and the checks that are due: ids and keyed tokens, no word."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column


class IdentityIndex(Table, table=True):
    """One keyed token of a compound of one sealed identity. One function of the owner reads them.

    They go with the person's key, and with each correction of the identity.
    """

    __table_args__ = (
        Index("ix_identity_index_case_id", "case_id"),
        Index("ix_identity_index_key_id", "key_id"),
    )

    token: bytes = Field(primary_key=True)
    case_id: UUID = Field(primary_key=True, foreign_key="person_key.case_id", ondelete="CASCADE")
    key_id: str = Field(sa_type=Text)


class IdentityCheck(Table, table=True):
    """A check that is due: of whom, and who recorded the identity. The database writes it.

    ``asked_key`` changes with each recording; ``only_index``: nobody is looked for.
    """

    __table_args__ = (Index("ix_identity_check_next_at", "next_at"),)

    case_id: UUID = Field(primary_key=True, foreign_key="case.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    asked_key: UUID = Field(sa_column_kwargs={"server_default": text("gen_random_uuid()")})
    only_index: bool = Field(sa_column_kwargs={"server_default": text("false")})
    attempts: int = Field(sa_column_kwargs={"server_default": text("0")})
    next_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    leased_until: datetime | None = Field(sa_column=timestamp_column())


class IdentityQuota(Table, table=True):
    """How many sealed identities one agent's recordings opened on one day."""

    agent_id: UUID = Field(primary_key=True, foreign_key="agent.id")
    day: date = Field(primary_key=True)
    opened: int
