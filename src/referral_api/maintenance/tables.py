"""When maintenance last ended, and how: one row, which every node reads."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, DateTime, text
from sqlmodel import Field

from referral_api.database.tables import Table


class MaintenanceRun(Table, table=True):
    """The last round that ended; numbers only."""

    __table_args__ = (CheckConstraint("only_row", name="one"),)

    only_row: bool = Field(sa_column=Column(Boolean, primary_key=True, server_default=text("true")))
    began_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    ended_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    published: int = Field(sa_column=Column(BigInteger, nullable=False))
    deleted: int = Field(sa_column=Column(BigInteger, nullable=False))
    failed: int = Field(sa_column=Column(BigInteger, nullable=False))
