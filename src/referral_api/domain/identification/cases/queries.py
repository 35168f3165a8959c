"""Finding cases. Row-level security decides which of them exist for the caller."""

from datetime import datetime
from typing import Any
from typing import cast as as_type
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from referral_api.audit.log import EVENT_COLUMNS, event_insert, event_parameters
from referral_api.audit.tables import AuditEvent
from referral_api.database.pagination import RECORDED_KEY, page_of
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.identification.cases.schemas import CASE_MEMBERS
from referral_api.domain.identification.cases.tables import Case
from referral_api.errors import Forbidden, NotFound

now = func.now()
_CLOCK = Statement(select(now))
_ID = bindparam("case_id", type_=Case.__table__.c.id.type)  # type: ignore[attr-defined]
_THIS = col(Case.id) == _ID
_CASE = select(Case).where(_THIS)


# Colons in quotes: pgbench, which sends these statements too, reads any other as a variable.
_RFC3339: ColumnElement[str] = literal_column("""'YYYY-MM-DD"T"HH24":"MI":"SS.US"Z"'""")


def to_json(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Select an id or a timestamp as the text that JSON needs.

    Converting it to Python's own type and back costs more than the rest of the row. A connection's
    time zone is UTC.
    """
    match column.type:
        case Uuid():
            return cast(column, Text)
        case DateTime():
            return func.to_char(column, _RFC3339)
        case _:
            return column


RESPONSE_COLUMNS = [
    to_json(Case.__table__.c[name]).label(name)  # type: ignore[attr-defined]
    for name in CASE_MEMBERS
]

GET = Statement(_CASE)
SHOW = Statement(select(*RESPONSE_COLUMNS).where(_THIS))
# The case and the audit event of reading it, in one round trip.
READ = Statement(
    select(*RESPONSE_COLUMNS).where(_THIS).add_cte(
        # The most frequent operation: each parameter costs it a three-hundredth of its time.
        event_insert(
            outcome=literal_code("allowed"), subject=literal_code("case"),
            subject_id=_ID, case_id=_ID, code=null(), case_ids=null(), section=null(),
        ).cte("event")
    )
)  # fmt: skip
_LOCK = Statement(_CASE.with_for_update())
# Acts that ask only whether the file is open go on beside it (``hold_case`` of the database).
_LOCK_OPEN = Statement(_CASE.with_for_update(key_share=True))
_HOLD = Statement(_CASE.with_for_update(read=True))


def recorded_page(ids: CTE) -> Statement:
    """Return the cases of the page with their keys; record their ids in the same statement."""
    parameters = event_parameters()
    # One more is fetched than shown, to find out whether a page follows. It is not recorded.
    shown = select(ids.c.case_id).order_by(ids.c.key.desc()).limit(bindparam("shown"))
    parameters["case_ids"] = select(func.array_agg(shown.subquery().c.case_id)).scalar_subquery()
    event = (
        insert(AuditEvent)
        .from_select(
            ["id", *EVENT_COLUMNS],
            select(*(parameters[name] for name in ("id", *EVENT_COLUMNS))),
        )
        .cte("event")
    )
    page = (
        select(*RESPONSE_COLUMNS, ids.c.key.label(RECORDED_KEY))
        .join(ids, ids.c.case_id == Case.id)
        .order_by(ids.c.key.desc())
    )
    return Statement(page.add_cte(event))


def _granted_ids() -> Select[Any]:
    """Select the page from the grants: the policy alone would make every case be looked at."""
    return page_of(granted_cases(), col(AccessGrant.case_recorded_key))


def granted_cases() -> Select[Any]:
    """Select the reader's cases, each once, with their keys."""
    key = col(AccessGrant.case_recorded_key)
    cases: Any = select(col(AccessGrant.case_id).label("case_id"), key.label("key"))
    once: Select[Any] = cases.ext(distinct_on(key))
    return once.where(live_grant(bindparam("organisation_id")))


def _all_ids() -> Select[Any]:
    key = col(Case.recorded_key)
    ids: Any = select(col(Case.id).label("case_id"), key.label("key"))
    return as_type(Select[Any], page_of(ids, key))


PAGE_OF_GRANTED = recorded_page(_granted_ids().cte("page"))
PAGE_OF_ALL = recorded_page(_all_ids().cte("page"))


async def read_clock(transaction: Transaction) -> datetime:
    """Read the database's clock, the only one that deadlines and timestamps use."""
    row = await transaction.row(_CLOCK)
    return as_type(datetime, row[0])


async def get_case(transaction: Transaction, case_id: UUID) -> Case:
    """Load a case within sight; NotFound otherwise."""
    row = await transaction.one(GET, case_id=case_id)
    if row is None:
        raise NotFound
    return Case(**row)


async def hold_case(transaction: Transaction, case_id: UUID) -> Case:
    """Load a case and hold it until the end of this act, as a custodian or as the coordination.

    It is not closed meanwhile. NotFound and Forbidden as in ``get_case_for_change``.
    """
    row = await transaction.one(_HOLD, case_id=case_id)
    if row is None:
        await get_case(transaction, case_id)
        raise Forbidden
    return Case(**row)


async def get_case_for_change(
    transaction: Transaction, case_id: UUID, *, stays_open: bool = False
) -> Case:
    """Load and lock a case that the caller's organisation answers for.

    ``stays_open``: acts that rest on the open file do not wait, and are not waited for.
    NotFound out of sight; Forbidden if the caller may only see it.
    """
    row = await transaction.one(_LOCK_OPEN if stays_open else _LOCK, case_id=case_id)
    if row is None:
        await get_case(transaction, case_id)
        raise Forbidden
    return Case(**row)
