"""Finding cases by what their files say: a filter narrows what the reader sees.

A page without a filter is in ``queries``: most are.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlmodel import col

from referral_api.database.pagination import Window, newest_first, page_of
from referral_api.database.statements import Statement
from referral_api.database.stretches import find_last, last_of_stretch, stretch_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.codelists.victims import AgeBand, Category, Sex, category_of
from referral_api.domain.identification.cases.queries import granted_cases, recorded_page
from referral_api.domain.identification.cases.tables import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """The filters of a list of cases; one that is None does not narrow it."""

    code: str | None = None
    status: str | None = None
    state: str | None = None
    region: str | None = None
    category: Category | None = None
    registered_from: datetime | None = None
    registered_until: datetime | None = None
    custodian: UUID | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``page_where`` for the filters that are given."""
        given = {name: value for name in _FILTERS if (value := getattr(self, name)) is not None}
        if self.category is not None:
            given["category"] = _groups_of(self.category)
        return given


_FILTERS = tuple(field.name for field in fields(CaseFilters))


def _conditions(fields: Any, asked: frozenset[str]) -> list[ColumnElement[bool]]:
    """Return the conditions on cases, or on a part of them."""
    at = DateTime(timezone=True)
    codes = ("code", "status", "state", "region")
    conditions = {name: fields[name] == bindparam(name, type_=Text()) for name in codes} | {
        "category": any_(bindparam("category", type_=ARRAY(Text))) == _group(fields),
        "registered_from": fields.registered_at >= bindparam("registered_from", type_=at),
        "registered_until": fields.registered_at < bindparam("registered_until", type_=at),
        "custodian": bindparam("custodian", type_=Uuid()).in_(
            (fields.protection_custodian_id, fields.investigation_custodian_id)
        ),
    }
    return [conditions[name] for name in sorted(asked)]


def _group(fields: Any) -> ColumnElement[str]:
    """Write the sex and age of a case as ``_groups_of`` does."""
    return func.concat(fields.sex, "/", fields.age_band, "/", fields.age_in_doubt)


_CASES = Case.__table__.c  # type: ignore[attr-defined]
_LAST_OF_STRETCH = last_of_stretch(select(*_CASES), _CASES.recorded_key)


@cache
def _groups_of(category: Category) -> list[str]:
    """List the sexes and ages of a category: no column holds it."""
    return [
        f"{sex}/{age_band}/{'t' if in_doubt else 'f'}"
        for sex, age_band, in_doubt in product(Sex, AgeBand, (False, True))
        if category_of(sex, age_band, in_doubt=in_doubt) == category
    ]


@cache
def page_where(asked: frozenset[str], *, granted: bool) -> Statement:
    """Return one statement for each set of filters.

    ``granted``: the reader sees cases by grants, and the page is found from those. One code names
    one case, which row security shows or not. Of all cases, a page looks at one stretch.
    """
    if "code" in asked:
        such = _ids(_CASES).where(*_conditions(_CASES, asked))
        return _recorded(page_of(such, _CASES.recorded_key))
    if granted:
        return _recorded(_among_granted(asked))
    stretch = stretch_of(select(*_CASES), _CASES.recorded_key).c
    such = _ids(stretch).where(*_conditions(stretch, asked))
    return _recorded(newest_first(such, stretch.recorded_key))


def _among_granted(asked: frozenset[str]) -> Select[Any]:
    key = col(AccessGrant.case_recorded_key)
    mine = granted_cases().where(key < bindparam("before")).order_by(key.desc()).subquery("mine")
    # Each is looked up by itself: OFFSET keeps the planner from reading the whole table.
    such = (
        select(literal_column("1"))
        .where(_CASES.id == mine.c.case_id, *_conditions(_CASES, asked))
        .offset(literal_column("0"))
        .lateral("such")
    )
    page = select(*mine.c).select_from(mine.join(such, true()))
    return newest_first(page, mine.c.key)


def _ids(fields: Any) -> Select[Any]:
    return select(fields.id.label("case_id"), fields.recorded_key.label("key"))


def _recorded(page: Select[Any]) -> Statement:
    return recorded_page(page.cte("page"))


async def find_last_looked_at(
    transaction: Transaction, asked: Collection[str], window: Window, found: int
) -> UUID | None:
    """Return the key at which the next page begins, if ``found`` cases did not fill this one."""
    if transaction.scope != "flow" or not asked or "code" in asked:
        return None
    return await find_last(transaction, _LAST_OF_STRETCH, window, found)
