"""Lists of records that hang on cases, each found from its reader's own side."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import col

from referral_api.database.pagination import Window, newest_first
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.access import Section

_Conditions = Sequence[ColumnElement[bool]]
READER = bindparam("organisation_id", type_=Uuid())
_LIMIT = bindparam("limit", type_=Integer())
_FIRST = literal_column("'00000000-0000-0000-0000-000000000000'::uuid", Uuid())


class VisiblePages:
    """The pages of one table, newest first.

    Row security alone decides which rows a page holds. Without these statements, PostgreSQL would
    try every row of the country until a page is full.

    ``sides`` are the policy's conditions on the row itself. In a table that hangs on cases, the
    policy also shows the rows of the cases that the reader answers for. ``section`` is the section
    that the policy requires in the grant, if it requires one. ``status`` is the state that a
    reader is shown, if that is not the stored one alone.
    """

    __slots__ = ("_every", "_of_case", "_own")

    def __init__(
        self, table: type[Table], *sides: ColumnElement[bool], section: Section | None = None,
        status: ColumnElement[str] | None = None,
    ) -> None:  # fmt: skip
        fields = table.__table__.c  # type: ignore[attr-defined]
        wanted = bindparam("status", type_=fields.status.type)
        shown = fields.status if status is None else status
        asked = (fields.id < bindparam("before"), or_(wanted.is_(None), shown == wanted))
        rows = select(*fields, func.now().label("now"))
        self._every = Statement(newest_first(rows.where(*asked), fields.id))
        near = _on_a_side(fields, sides, asked)
        own: FromClause = near
        self._of_case = None
        if "case_id" in fields:
            of_case = fields.case_id == bindparam("case_id", type_=fields.case_id.type)
            self._of_case = Statement(newest_first(rows.where(of_case, *asked), fields.id))
            own = _with_answered_for(fields, sides, asked, near, section)
        page = newest_first(select(own.c.id), own.c.id).subquery("page")
        found = _each(rows.where(fields.id == page.c.id))
        self._own = Statement(
            select(*found.c).select_from(page.join(found, true())).order_by(page.c.id.desc())
        )

    async def page(
        self,
        transaction: Transaction,
        window: Window,
        *,
        case_id: UUID | None = None,
        status: str | None = None,
    ) -> list[Row]:
        """List the rows within sight, with the database's ``now``; one more than the page shows."""
        if case_id is not None and self._of_case is not None:
            statement = self._of_case
        elif transaction.scope == "grants":
            statement = self._own
        else:
            statement = self._every
        return await transaction.all(
            statement, organisation_id=transaction.actor.organisation_id, case_id=case_id,
            status=status, **window.parameters,
        )  # fmt: skip


def _on_a_side(fields: Any, sides: _Conditions, asked: _Conditions) -> CTE:
    """Select the ids of the newest rows on whose sides the reader stands.

    No row is in two of the parts. Each part is limited by itself, so a duplicate would take the
    place of another row.
    """
    parts = [
        newest_first(select(fields.id).where(side, *map(not_, sides[:place]), *asked), fields.id)
        for place, side in enumerate(sides)
    ]
    return union_all(*parts).cte("near")


def _with_answered_for(
    fields: Any, sides: _Conditions, asked: _Conditions, near: CTE, section: Section | None
) -> Subquery:
    """Add the newest rows of the cases that the reader answers for.

    If the rows of the reader's sides fill the page, only newer rows of these cases can be on it.
    """
    last = select(near.c.id).order_by(near.c.id.desc()).offset(_LIMIT - 1).limit(1)
    floor = select(func.coalesce(last.scalar_subquery(), _FIRST)).scalar_subquery()
    cases = _answered_for(section).subquery("answered_for")
    of_these = fields.case_id == cases.c.case_id
    rest = _each(select(fields.id).where(of_these, fields.id > floor, *map(not_, sides), *asked))
    newest = newest_first(select(rest.c.id).select_from(cases.join(rest, true())), rest.c.id)
    return union_all(select(near.c.id), newest).subquery("ids")


def _each(rows: Select[Any]) -> FromClause:
    """Look these rows up one by one: OFFSET 0 keeps the planner from joining the whole table."""
    return rows.offset(literal_column("0")).lateral()


def _answered_for(section: Section | None) -> Select[Any]:
    """Select the cases, each once: a custodian of both chains holds two grants."""
    grant = and_(live_grant(READER), col(AccessGrant.basis) == literal_code(Basis.CUSTODY))
    if section is not None:
        grant = and_(grant, literal(section.value) == any_(col(AccessGrant.reads)))
    return select(col(AccessGrant.case_id).label("case_id")).distinct().where(grant)
