"""What became of the rows of an import: the case of each, or what was wrong with it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Integer, Uuid, bindparam, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import LAST, Slice, Window
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.imports.records import IMPORT_RECORDS
from referral_api.domain.casework.imports.schemas import ImportRowRead, RowProblem
from referral_api.domain.casework.imports.tables import ImportRow
from referral_api.domain.identification.cases.tables import Case
from referral_api.permissions import ImportPermission

_PAGE = (
    select(col(ImportRow.number), col(ImportRow.case_id))
    .where(
        col(ImportRow.import_id) == bindparam("import_id", type_=Uuid()),
        col(ImportRow.case_id).is_not(None),
        col(ImportRow.number) > bindparam("after", type_=Integer()),
    )
    .order_by(col(ImportRow.number))
    .limit(bindparam("limit", type_=Integer()))
    .subquery("page")
)
# The code is shown to who still sees the case: looked up for each row of the page, because a join
# may ask for the sight of every case there is.
_CODE = select(col(Case.code)).where(col(Case.id) == _PAGE.c.case_id).scalar_subquery()
_REGISTERED = Statement(
    select(_PAGE.c.number, _PAGE.c.case_id, _CODE.label("code")).order_by(_PAGE.c.number)
)


async def list_import_rows(
    transaction: Transaction, import_id: UUID, window: Window
) -> Slice[ImportRowRead]:
    """List the rows that are settled, in the order of the table.

    A page is looked for by keys that fall: that of a row is its number, counted from the end.
    """
    found = await IMPORT_RECORDS.find(transaction, import_id)
    after, limit = LAST.int - window.before.int, window.limit + 1
    registered = await transaction.all(
        _REGISTERED, import_id=import_id, after=after, limit=limit
    )  # fmt: skip
    left_out = _left_out(orjson.loads(found["problems"]), after)
    rows = sorted([*map(_registered, registered), *left_out], key=lambda each: each.number)
    shown = rows[: window.limit]
    await record(
        transaction, ImportPermission.READ, "import", import_id,
        case_ids=[each.case_id for each in shown if each.case_code is not None],
    )  # fmt: skip
    more = len(rows) > window.limit
    return Slice(shown, UUID(int=LAST.int - shown[-1].number) if more else None)


def _registered(row: Row) -> ImportRowRead:
    return ImportRowRead(
        number=row["number"], case_id=row["case_id"], case_code=row["code"], problems=[]
    )


def _left_out(problems: Sequence[dict[str, Any]], after: int) -> list[ImportRowRead]:
    """Turn what is wrong, by column and code, into what is wrong with each row."""
    found = defaultdict[int, list[RowProblem]](list)
    for each in problems:
        for number in each["rows"]:
            if number > after:
                found[number].append(RowProblem(column=each["column"], code=each["code"]))
    return [
        ImportRowRead(number=number, case_id=None, case_code=None, problems=wrong)
        for number, wrong in found.items()
    ]
