"""Two made-up resources with states: an errand on a case, and a letter between two organisations.

Each is declared in some sixty lines, its row security included. ``domain/records`` provides the
rest.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import psycopg
from sqlalchemy import Column, DateTime, MetaData
from sqlmodel import Field, col

from referral_api.database.tables import Table, code_column, timestamp_column
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Guard, Lifecycle, Side, by_time, transition
from referral_api.permissions import Permission

_ME = "NULLIF(current_setting('app.organisation_id', true), '')::uuid"
_SYSTEM = "current_setting('app.sight', true) = 'system'"


class MadeUp(Table):
    """Tables that no migration knows."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=Table.metadata.naming_convention)


# -- an errand: hangs on a case, belongs to one organisation ---------------------------------------


class ErrandStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    OVERDUE = "overdue"


class ErrandPermission(Permission):
    DROP = "errand:drop"
    EXPIRE = "errand:expire"
    FINISH = "errand:finish"
    PLAN = "errand:plan"


class Errand(MadeUp, table=True):
    id: UUID = Field(primary_key=True)
    case_id: UUID
    status: str = Field(sa_column=code_column("status", ErrandStatus))
    owner_id: UUID
    needs_car: bool
    due_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    reason: str | None = Field(default=None)
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


ERRANDS = Lifecycle(
    ErrandStatus,
    transition("finish", ErrandPermission.FINISH, ["open"], "done", [Side.SENDER]),
    transition(
        "drop", ErrandPermission.DROP, ["open"], "dropped", [Side.SENDER],
        Guard("no car is needed", lambda errand: not errand.needs_car),
    ),
    by_time("expire", ErrandPermission.EXPIRE, ["open"], "overdue", deadline="due_by",
            reason="too_late"),
    open_states=["open"],
)  # fmt: skip


async def _errand_sides(transaction: Transaction, errand: Errand) -> set[Side]:
    mine = transaction.actor.organisation_id == errand.owner_id
    return {Side.SENDER} if mine else {Side.CUSTODIAN}


ERRAND_RECORDS = Records(
    Errand, ERRANDS, subject="errand", creation=ErrandPermission.PLAN,
    columns=("id", "case_id", "status", "owner_id", "needs_car", "due_by", "version"),
    mutable=("status", "reason", "closed_at"),
    pages=VisiblePages(Errand, col(Errand.owner_id) == READER),
    sides=_errand_sides, parties=lambda errand: [errand.owner_id], reason="reason",
    overdue_for="owner_id",
)  # fmt: skip
ERRAND_SQL = f"""
    GRANT SELECT, INSERT, UPDATE ON errand TO referral_app;
    ALTER TABLE errand ENABLE ROW LEVEL SECURITY;
    CREATE POLICY app ON errand FOR ALL TO referral_app USING (
        owner_id = {_ME} OR {_SYSTEM} OR EXISTS (
            SELECT 1 FROM access_grant g WHERE g.organisation_id = {_ME} AND g.basis = 'custody'
            AND g.case_id = errand.case_id AND g.ended_at IS NULL));
    CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON errand
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited();
"""


# -- a letter: two sides and no case ---------------------------------------------------------------


class LetterStatus(StrEnum):
    SENT = "sent"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class LetterPermission(Permission):
    ANSWER = "letter:answer"
    LAPSE = "letter:lapse"
    WRITE = "letter:write"


class Letter(MadeUp, table=True):
    id: UUID = Field(primary_key=True)
    status: str = Field(sa_column=code_column("status", LetterStatus))
    from_id: UUID
    to_id: UUID
    answer_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


LETTERS = Lifecycle(
    LetterStatus,
    transition("answer", LetterPermission.ANSWER, ["sent"], "answered", [Side.RECEIVER]),
    by_time("lapse", LetterPermission.LAPSE, ["sent"], "lapsed", deadline="answer_by"),
    open_states=["sent"],
)


async def _letter_sides(transaction: Transaction, letter: Letter) -> set[Side]:
    sides = {letter.from_id: Side.SENDER, letter.to_id: Side.RECEIVER}
    return {sides[transaction.actor.organisation_id]}


LETTER_RECORDS = Records(
    Letter, LETTERS, subject="letter", creation=LetterPermission.WRITE,
    columns=("id", "status", "from_id", "to_id", "answer_by", "version"),
    mutable=("status", "closed_at"),
    pages=VisiblePages(Letter, col(Letter.from_id) == READER, col(Letter.to_id) == READER),
    sides=_letter_sides, parties=lambda letter: [letter.from_id, letter.to_id],
    overdue_for="to_id",
)  # fmt: skip
LETTER_SQL = f"""
    GRANT SELECT, INSERT, UPDATE ON letter TO referral_app;
    ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
    CREATE POLICY app ON letter FOR ALL TO referral_app USING (
        from_id = {_ME} OR to_id = {_ME} OR {_SYSTEM});
"""

# What the database of the tests may say beside the vocabulary of the service.
MADE_UP_WORDS = (*ErrandPermission, *LetterPermission, "test:arrange")


def allow_made_up_words(owner_url: str) -> None:
    """Let the audit log of a test's database know the actions of the made-up kinds."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "INSERT INTO audit_vocabulary SELECT unnest(%s::text[])", [list(MADE_UP_WORDS)]
        )
