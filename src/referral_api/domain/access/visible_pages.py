"""Lists of records that hang on cases, each found from its reader's own side."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    not_,
    select,
    true,
    union_all,
)
from sqlmodel import col

from referral_api.database.pagination import Window, list_key, newest_first
from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.access import Section

_Conditions = Sequence[ColumnElement[bool]]
READER = bindparam("organisation_id", type_=Uuid())
_LIMIT = bindparam("limit", type_=Integer())
_NOW = func.now().label("now")
# The filter of what comes to the reader, and a condition that follows from that by state.
INCOMING, _OPEN = "incoming", "open"
_FIRST = literal_column("'00000000-0000-0000-0000-000000000000'::uuid", Uuid())


class VisiblePages:
    """The pages of one table, the last recorded first.

    Row security alone decides which rows a page holds. Without these statements, PostgreSQL would
    try every row of the country until a page is full.

    ``sides`` are the policy's conditions on the row itself. In a table that hangs on cases, the
    policy also shows the rows of the cases that the reader answers for. ``section`` is the section
    that the policy requires in the grant, if it requires one. ``status`` is the state that a
    reader is shown, if that is not the stored one alone; ``open_states`` are those that time alone
    never gives. ``filters`` are conditions that a page can be narrowed by, each with a parameter of
    its name, or none. What is ``incoming`` is on one of the sides.
    """

    __slots__ = ("_fields", "_filters", "_key", "_section", "_sides", "_statements", "_states")

    def __init__(
        self, table: type[Table], *sides: ColumnElement[bool], section: Section | None = None,
        status: ColumnElement[str] | None = None, open_states: Iterable[str] = (),
        filters: Mapping[str, ColumnElement[bool]] | None = None,
    ) -> None:  # fmt: skip
        self._fields = fields = table.__table__.c  # type: ignore[attr-defined]
        self._key = list_key(fields)
        self._sides, self._section, self._states = sides, section, frozenset(open_states)
        shown = fields.status if status is None else status
        self._filters = {
            "status": shown == any_(bindparam("status", type_=ARRAY(Text))),
            **(filters or {}),
        }
        if "case_id" in fields:
            self._filters["case_id"] = fields.case_id == bindparam("case_id", type_=Uuid())
        if self._states:
            # Written into the statement, because the open rows have a partial index.
            self._filters[_OPEN] = one_of(fields.status, sorted(self._states))
        self._statements: dict[tuple[bool, frozenset[str]], Statement] = {}

    async def page(self, transaction: Transaction, window: Window, **filters: Any) -> list[Row]:
        """List the rows within sight, with the database's ``now``; one more than the page shows.

        A filter that is None does not narrow the page; ``status`` is one state or several.
        """
        given = {name: value for name, value in filters.items() if value is not None}
        asked = set(given)
        if "status" in given:
            states = given["status"]
            given["status"] = [states] if isinstance(states, str) else list(states)
            if self._states.issuperset(given["status"]):
                asked.add(_OPEN)
        own = transaction.scope == "grants" and "case_id" not in given
        statement = self._statement(frozenset(asked), own=own)
        return await transaction.all(
            statement, organisation_id=transaction.actor.organisation_id, **given,
            **window.parameters,
        )  # fmt: skip

    def _statement(self, asked: frozenset[str], *, own: bool) -> Statement:
        """Return one statement for each set of filters, so that each uses its index."""
        if (own, asked) not in self._statements:
            conditions = [
                self._key < bindparam("before"),
                *(self._filters[name] for name in sorted(asked)),
            ]
            make = self._own if own else self._every
            self._statements[own, asked] = make(conditions, asked)
        return self._statements[own, asked]

    def _every(self, conditions: _Conditions, _: frozenset[str]) -> Statement:
        rows = select(*self._fields, _NOW).where(*conditions)
        return Statement(newest_first(rows, self._key))

    def _own(self, conditions: _Conditions, asked: frozenset[str]) -> Statement:
        fields = self._fields
        near = _on_a_side(fields, self._sides, conditions)
        own: FromClause = near
        if "case_id" in fields and INCOMING not in asked:
            own = _with_answered_for(fields, self._sides, conditions, near, self._section)
        page = newest_first(select(own.c.id, own.c.key), own.c.key).subquery("page")
        found = _each(select(*fields, _NOW).where(fields.id == page.c.id))
        return Statement(
            select(*found.c).select_from(page.join(found, true())).order_by(page.c.key.desc())
        )


def _on_a_side(fields: Any, sides: _Conditions, asked: _Conditions) -> CTE:
    """Select the ids and keys of the newest rows on whose sides the reader stands.

    No row is in two of the parts. Each part is limited by itself, so a duplicate would take the
    place of another row.
    """
    parts = [
        newest_first(
            _keyed(fields).where(side, *map(not_, sides[:place]), *asked), list_key(fields)
        )
        for place, side in enumerate(sides)
    ]
    return union_all(*parts).cte("near")


def _with_answered_for(
    fields: Any, sides: _Conditions, asked: _Conditions, near: CTE, section: Section | None
) -> Subquery:
    """Add the newest rows of the cases that the reader answers for.

    If the rows of the reader's sides fill the page, only newer rows of these cases can be on it.
    """
    last = select(near.c.key).order_by(near.c.key.desc()).offset(_LIMIT - 1).limit(1)
    floor = select(func.coalesce(last.scalar_subquery(), _FIRST)).scalar_subquery()
    cases = answered_for(section).subquery("answered_for")
    of_these = fields.case_id == cases.c.case_id
    newer = list_key(fields) > floor
    rest = _each(_keyed(fields).where(of_these, newer, *map(not_, sides), *asked))
    newest = newest_first(select(*rest.c).select_from(cases.join(rest, true())), rest.c.key)
    return union_all(select(*near.c), newest).subquery("ids")


def _keyed(fields: Any) -> Select[Any]:
    return select(fields.id, list_key(fields).label("key"))


def look_up(cases: FromClause, rows: Select[Any]) -> Select[Any]:
    """Select the rows of each of these cases, case by case."""
    found = _each(rows)
    return select(*found.c).select_from(cases.join(found, true()))


def _each(rows: Select[Any]) -> FromClause:
    """Look these rows up one by one: OFFSET 0 keeps the planner from joining the whole table."""
    return rows.offset(literal_column("0")).lateral()


def answered_for(section: Section | None) -> Select[Any]:
    """Select the cases, each once: a custodian of both chains holds two grants."""
    grant = and_(live_grant(READER), col(AccessGrant.basis) == literal_code(Basis.CUSTODY))
    if section is not None:
        grant = and_(grant, literal(section.value) == any_(col(AccessGrant.reads)))
    return select(col(AccessGrant.case_id).label("case_id")).distinct().where(grant)
