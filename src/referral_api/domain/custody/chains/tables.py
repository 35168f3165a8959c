"""The table of custody: the unbroken chain of organisations that answer for a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, UniqueConstraint, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column
from referral_api.domain.codelists.handoffs import CustodyKind


class Custody(Table, table=True):
    """One link of a chain.

    Links are only ever added, numbered without a gap. The highest is in force, and a link ends
    where the next begins: two custodians, or none, cannot be stored.
    """

    __table_args__ = (UniqueConstraint("case_id", "kind", "seq", name="uq_custody_chain"),)

    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="case.id")
    kind: str = Field(sa_column=code_column("kind", CustodyKind))
    seq: int
    organisation_id: UUID = Field(foreign_key="organisation.id")
    handoff_id: UUID | None = Field(foreign_key="handoff.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    since: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
