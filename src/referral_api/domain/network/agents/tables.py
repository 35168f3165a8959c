"""The tables of agents and of the names that outside issuers give them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from referral_api.database.tables import Table, codes_column, recorded_key_column
from referral_api.permissions import Role


class Agent(Table, table=True):
    """A named human of one organisation. Never deleted, only deactivated."""

    __table_args__ = (
        CheckConstraint("cardinality(roles) > 0", name="has_role"),
        Index("ix_agent_recorded_key", "recorded_key"),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name: str = Field(sa_column=Column(Text, nullable=False))
    roles: list[str] = Field(sa_column=codes_column("roles", Role))
    active: bool
    version: int


class AgentSubject(Table, table=True):
    """An outside issuer's ``sub`` for an agent. Only an administrator maps it."""

    issuer: str = Field(sa_column=Column(Text, primary_key=True))
    subject: str = Field(sa_column=Column(Text, primary_key=True))
    agent_id: UUID = Field(foreign_key="agent.id", index=True)
