"""Whether what a measure names is on file: a risk assessment, a determination, of this case.

One row of the table for each member that names such a paper, with the table that holds it. Who
decides need not read the paper: it is only asked whether it is there, and how old it is.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, cast, column, func, select, table

from referral_api.database.statements import Statement, one_of
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Paper:
    """The table of a kind of paper, the states in which one counts, and the column of its age.

    ``filled`` names a list without which it says nothing.
    """

    table: str
    states: tuple[str, ...]
    dated: str = "recorded_at"
    filled: str | None = None

    def statement(self) -> Statement:
        """Make the statement that looks one up."""
        filled = [] if self.filled is None else [self.filled]
        names = ("id", "case_id", "status", self.dated, *filled)
        paper = table(self.table, *(column(name) for name in names)).c
        days = func.current_date() - cast(paper[self.dated], Date)
        return Statement(
            select(days.label("days")).where(
                paper.id == bindparam("paper_id", type_=Uuid),
                paper.case_id == bindparam("case_id", type_=Uuid),
                one_of(paper.status, sorted(self.states)),
                *(func.cardinality(paper[name]) > 0 for name in filled),
            )
        )


# By the member that names it.
ON_FILE: dict[str, Paper] = {
    "bid_id": Paper("best_interests_determination", ("recorded",)),
    "consent_id": Paper("consent", ("active",), "active_since"),
    "guardian_id": Paper("guardian", ("recorded",)),
    "risk_assessment_id": Paper("assessment", ("recorded",), "conducted_on", "risks"),
    "stay_id": Paper("stay", ("expected", "present", "absent", "departed")),
    "tracing_id": Paper("tracing", ("open", "in_progress", "verified", "reunified")),
}


def known_papers() -> frozenset[str]:
    """Name the members whose papers this version holds. What it does not hold is never on file."""
    return frozenset(
        member for member, paper in ON_FILE.items() if paper.table in Table.metadata.tables
    )


async def check_on_file(
    transaction: Transaction, case_id: UUID, member: str, paper_id: UUID | None,
    not_older_than: timedelta | None = None,
) -> bool:  # fmt: skip
    """Say whether a paper of this case is on file, and not too old."""
    if paper_id is None or member not in known_papers():
        return False
    paper = ON_FILE[member]
    async with transaction.elevated():
        row = await transaction.one(paper.statement(), paper_id=paper_id, case_id=case_id)
    if row is None:
        return False
    return not_older_than is None or timedelta(days=row["days"]) <= not_older_than
