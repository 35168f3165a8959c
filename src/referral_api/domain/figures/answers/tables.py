"""Cuts, answers and verifications: what was asked, what was said, and whether it still holds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column


def _now() -> "Column[datetime]":
    return Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))


class Cut(Table, table=True):
    """What counted at one moment (arrêté des données): the snapshot of the transactions."""

    __table_args__ = (Index("ix_cut_organisation_id_id", "organisation_id", "id"),)

    id: UUID = Field(primary_key=True)
    taken_at: datetime = Field(sa_column=_now())
    snapshot: str = Field(sa_column=Column(Text, nullable=False))
    wal: str = Field(sa_column=Column(Text, nullable=False))
    generation: int = Field(sa_column=Column(BigInteger, nullable=False))
    # When this generation began. Cuts of before migration 0042 do not know.
    generation_since: datetime | None = Field(sa_column=timestamp_column())
    label: str | None = Field(sa_column=Column(Text))
    agent_id: UUID | None
    organisation_id: UUID


class FigureAnswer(Table, table=True):
    """One question with its answer, as it was given: never changed."""

    __table_args__ = (
        Index("ix_figure_answer_organisation_id_id", "organisation_id", "id"),
        Index("ix_figure_answer_cut_id", "cut_id"),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(sa_column=Column(Text, nullable=False))
    definition_version: int = Field(sa_column=Column(Integer, nullable=False))
    since: datetime | None = Field(sa_column=timestamp_column())
    before: datetime | None = Field(sa_column=timestamp_column())
    by: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    scope: str = Field(sa_column=Column(Text, nullable=False))
    organisation_id: UUID
    agent_id: UUID | None
    cut_id: UUID = Field(foreign_key="cut.id")
    answer: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    software: str = Field(sa_column=Column(Text, nullable=False))
    answered_at: datetime = Field(sa_column=_now())


class FigureVerification(Table, table=True):
    """One answer counted again from the history at its cut."""

    id: UUID = Field(primary_key=True)
    answer_id: UUID = Field(foreign_key="figure_answer.id")
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    equal: bool = Field(sa_column=Column(Boolean, nullable=False))
    agent_id: UUID | None
    organisation_id: UUID
    verified_at: datetime = Field(sa_column=_now())
