"""The table of documents of the programme."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.prevention import ToolKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    day_column,
    entry_arguments,
    text_column,
)


class ProgrammeDocument(Entry, table=True):
    """One edition of one document. Its file is no part of it."""

    __table_args__ = entry_arguments(
        "programme_document",
        Index("ix_programme_document_published_on", "published_on"),
        Index("uq_programme_document_sha256", "sha256", unique=True, postgresql_where=REGISTERED),
    )

    kind: str = Field(sa_column=code_column("kind", ToolKind))
    pillar: str = Field(sa_column=code_column("pillar", Pillar))
    title: str = Field(sa_column=text_column(nullable=False))
    edition: str | None = Field(sa_column=text_column())
    published_on: date = Field(sa_column=day_column(nullable=False))
    publisher: str = Field(sa_column=text_column(nullable=False))
    sha256: str | None = Field(
        sa_column=Column(Text, CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"))
    )
