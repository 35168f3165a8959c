"""The generation of the database: it rises when the history that cursors refer to is replaced.

That is when the database finds itself in another cluster, and after `referral-api restored`. A
cursor of an earlier generation is refused, whatever the counters of the new one say
(docs/decisions/0030).
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    SmallInteger,
    bindparam,
    literal_column,
    select,
    text,
)
from sqlmodel import Field, col

from referral_api.database.prepared_statements import BatchedStatement, PreparedStatement
from referral_api.database.statements import Statement
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction

FIRST_GENERATION = 1


class Generation(Table, table=True):
    """One row. ``number`` is 1 and then the second in which the generation began: two restores of
    one dump differ.
    """

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(sa_column=Column(SmallInteger, primary_key=True, server_default=text("1")))
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    system_identifier: int = Field(sa_column=Column(BigInteger, nullable=False))
    since: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


# Each new connection asks whether the cluster is the one that the row names.
ENTER_CLUSTER = "SELECT enter_cluster()"
CONFIRM = PreparedStatement(
    "confirm_generation",
    Statement(
        select(literal_column("1"))
        .select_from(Generation)
        .where(col(Generation.number) == bindparam("number"))
    ),
)
_CONFIRMED = "SELECT 1"
_READ = Statement(select(col(Generation.number)))


class KnownGeneration:
    """The generation as this process last read it; each list confirms it in the message of BEGIN.

    So a process that runs through a restore never reads or makes a cursor by an outdated one.
    """

    def __init__(self) -> None:
        self._number = FIRST_GENERATION

    @property
    def confirmation(self) -> BatchedStatement:
        """What a transaction sends with its BEGIN to find out whether the number is still right."""
        return BatchedStatement(CONFIRM, {"number": self._number})

    async def read(self, transaction: Transaction, asked: BatchedStatement) -> int:
        """Return the generation, which this transaction confirmed as it began, or else read it.

        ``asked`` is what it began with: another request may have read a later number meanwhile.
        """
        if transaction.begin_status != _CONFIRMED:
            self._number = (await transaction.row(_READ))["number"]
            return self._number
        return int(asked.values["number"])
