"""Names for auditors: agents by their names, files by their codes, and no more of either."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, column, func, select, table

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction

MOST = 25
_AGENT = table("agent", column("id", Uuid), column("name", Text))
_BY_NAME = Statement(
    select(_AGENT.c.id, _AGENT.c.name)
    .where(func.strpos(func.lower(_AGENT.c.name), func.lower(bindparam("said", type_=Text))) > 0)
    .order_by(_AGENT.c.name, _AGENT.c.id)
    .limit(MOST)
)
_LISTED = func.codes_for_auditors(bindparam("case_ids", type_=ARRAY(Uuid))).table_valued(
    column("id", Uuid), column("code", Text), name="listed"
)
_CODES = Statement(select(_LISTED.c.id, _LISTED.c.code))
_CASE = Statement(select(func.case_for_auditors(bindparam("code", type_=Text)).label("id")))


async def find_agents_named(transaction: Transaction, said: str) -> list[tuple[UUID, str]]:
    """Find the agents in whose present name this stands, in the order of the alphabet."""
    rows = await transaction.all(_BY_NAME, said=said)
    return [(row["id"], row["name"]) for row in rows]


async def find_case_codes(transaction: Transaction, case_ids: Sequence[UUID]) -> dict[str, str]:
    """Return the codes of files by their ids: auditors see no more of a file than its code."""
    if not case_ids:
        return {}
    rows = await transaction.all(_CODES, case_ids=list(case_ids))
    return {str(row["id"]): row["code"] for row in rows}


async def find_case_of_code(transaction: Transaction, code: str) -> UUID | None:
    """Return the file that has a code."""
    row = await transaction.row(_CASE, code=code)
    found: UUID | None = row["id"]
    return found
