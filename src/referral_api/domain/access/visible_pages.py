"""Lists of what hangs on cases, each found from its reader's own side of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
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

from referral_api.database.pagination import Window
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.access import Section

READER = bindparam("organisation_id", type_=Uuid())
_LIMIT = bindparam("limit", type_=Integer())
_FIRST = literal_column("'00000000-0000-0000-0000-000000000000'::uuid", Uuid())


class VisiblePages:
    """The pages of one table, newest first. Row security alone decides what is on them, but left
    to it alone PostgreSQL tries every row of the country until a page is full.

    ``sides`` are the policy's conditions on the row itself. Beyond them it shows the rows of the
    cases that the reader answers for, with ``section`` in the grant if the policy names one.
    """

    __slots__ = ("_every", "_of_case", "_own")

    def __init__(
        self, table: type[Table], *sides: ColumnElement[bool], section: Section | None = None
    ) -> None:
        fields = table.__table__.c  # type: ignore[attr-defined]
        status = bindparam("status", type_=fields.status.type)
        asked = (fields.id < bindparam("before"), or_(status.is_(None), fields.status == status))
        rows = select(*fields, func.now().label("now"))
        of_case = fields.case_id == bindparam("case_id", type_=fields.case_id.type)
        self._every = Statement(_cut(rows.where(*asked), fields.id))
        self._of_case = Statement(_cut(rows.where(of_case, *asked), fields.id))
        # No row is in two of the parts: each is cut by itself, and none loses its place to a twin.
        parts = [
            _cut(select(fields.id).where(side, *map(not_, sides[:place]), *asked), fields.id)
            for place, side in enumerate(sides)
        ]
        near = union_all(*parts).cte("near")
        # Where those fill the page, of the rest only what is newer can be on it.
        last = select(near.c.id).order_by(near.c.id.desc()).offset(_LIMIT - 1).limit(1)
        floor = select(func.coalesce(last.scalar_subquery(), _FIRST)).scalar_subquery()
        cases = _answered_for(section).subquery("answered_for")
        of_these = fields.case_id == cases.c.case_id
        rest = _each(
            select(fields.id).where(of_these, fields.id > floor, *map(not_, sides), *asked)
        )
        ids = union_all(
            select(near.c.id),
            _cut(select(rest.c.id).select_from(cases.join(rest, true())), rest.c.id),
        ).subquery("ids")
        page = _cut(select(ids.c.id), ids.c.id).subquery("page")
        told = _each(rows.where(fields.id == page.c.id))
        self._own = Statement(
            select(*told.c).select_from(page.join(told, true())).order_by(page.c.id.desc())
        )

    async def page(
        self,
        transaction: Transaction,
        window: Window,
        *,
        case_id: UUID | None = None,
        status: str | None = None,
    ) -> list[Row]:
        """List the rows within sight, and the database's ``now``; one more than is shown."""
        if case_id is not None:
            statement = self._of_case
        elif transaction.scope == "grants":
            statement = self._own
        else:
            statement = self._every
        return await transaction.all(
            statement, organisation_id=transaction.actor.organisation_id, case_id=case_id,
            status=status, before=window.before, limit=window.limit + 1,
        )  # fmt: skip


def _cut(rows: Select[Any], key: ColumnElement[UUID]) -> Select[Any]:
    return rows.order_by(key.desc()).limit(_LIMIT)


def _each(rows: Select[Any]) -> FromClause:
    """Look these up one by one: OFFSET 0 keeps the planner from a join with the whole table."""
    return rows.offset(literal_column("0")).lateral()


def _answered_for(section: Section | None) -> Select[Any]:
    """Select the cases, each once: who answers for both chains holds two grants."""
    grant = and_(
        col(AccessGrant.organisation_id) == READER,
        col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
        col(AccessGrant.ended_at).is_(None),
        or_(
            col(AccessGrant.valid_until).is_(None),
            col(AccessGrant.valid_until) > func.now(),
        ),
    )
    if section is not None:
        grant = and_(grant, literal(section.value) == any_(col(AccessGrant.reads)))
    return select(col(AccessGrant.case_id).label("case_id")).distinct().where(grant)
