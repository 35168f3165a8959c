"""The tables of factors: passwords, recovery codes, passkeys, invitations, and tries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, timestamp_column


def _now() -> "Column[datetime]":
    return Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))


def _bytes() -> "Column[bytes]":
    return Column(LargeBinary, nullable=False)


class AgentPassword(Table, table=True):
    """The password of an agent, hashed as PINs are, with the sealed secret of its authenticator.

    ``last_step`` is that of the last code of the authenticator: each is good once. It moves, and a
    new key renews hash and seal, without an event of their own.
    """

    __table_args__ = (Index("uq_agent_password_sign_in_name", "sign_in_name", unique=True),)

    agent_id: UUID = Field(primary_key=True, foreign_key="agent.id")
    organisation_id: UUID
    sign_in_name: str = Field(sa_column=Column(Text, nullable=False))
    key_id: str = Field(sa_column=Column(Text, nullable=False))
    hash: str = Field(sa_column=Column(Text, nullable=False))
    totp_sealed: bytes = Field(sa_column=_bytes())
    last_step: int = Field(sa_column=Column(BigInteger, nullable=False))
    set_at: datetime = Field(sa_column=_now())
    version: int


class RecoveryCode(Table, table=True):
    """One code for when the authenticator is lost, by its keyed digest; deleted when it is used."""

    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    agent_id: UUID = Field(foreign_key="agent.id", index=True)
    organisation_id: UUID


class AgentPasskey(Table, table=True):
    """A passkey of an agent: its public key, and how often it was used, as it says itself."""

    __table_args__ = (
        Index("uq_agent_passkey_credential_id", "credential_id", unique=True),
        Index("ix_agent_passkey_agent_id", "agent_id"),
    )

    id: UUID = Field(primary_key=True)
    agent_id: UUID = Field(foreign_key="agent.id")
    organisation_id: UUID
    credential_id: bytes = Field(sa_column=_bytes())
    credential: bytes = Field(sa_column=_bytes())
    sign_count: int = Field(sa_column=Column(BigInteger, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    added_at: datetime = Field(sa_column=_now())
    used_at: datetime | None = Field(sa_column=timestamp_column())


class FactorInvitation(Table, table=True):
    """A code by which a person makes the first factor of an account, once; told in person."""

    __table_args__ = (
        Index("uq_factor_invitation_code_digest", "code_digest", unique=True),
        Index("ix_factor_invitation_agent_id", "agent_id"),
        Index("ix_factor_invitation_invited_at", "invited_at"),
    )

    id: UUID = Field(primary_key=True)
    agent_id: UUID = Field(foreign_key="agent.id")
    organisation_id: UUID
    code_digest: bytes = Field(sa_column=_bytes())
    code_until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    invited_by_agent_id: UUID = Field(foreign_key="agent.id")
    invited_at: datetime = Field(sa_column=_now())
    used_at: datetime | None = Field(sa_column=timestamp_column())


class FactorTry(Table, table=True):
    """The tries of one account, from browsers that it knows or from all others; whose they are is
    told by a keyed digest, so that an account that does not exist is counted too.
    """

    __table_args__ = (Index("ix_factor_try_tried_at", "tried_at"),)

    bucket: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    tries: int
    locks: int
    locked_until: datetime | None = Field(sa_column=timestamp_column())
    tried_at: datetime = Field(sa_column=_now())
