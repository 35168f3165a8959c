"""What is said of a person who has several files: what the earliest valid one says.

Two files that links in force join count as one person. Valid is a file that is neither a duplicate
nor opened in error; where no file of the person is both valid and counted by the caller, each row
says what it says alone. Files that differ in sex make it not determined.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Uuid,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.victims import Sex
from referral_api.domain.figures.definitions.relations.as_of import NOT_KNOWN, Columns, as_of
from referral_api.domain.figures.definitions.relations.persons import is_valid
from referral_api.domain.figures.history.facts import CountedProfile
from referral_api.domain.figures.history.persons import CountedPerson
from referral_api.domain.figures.history.tables import CountedCase

# What a file and its profile say of the person; everything else they say of themselves.
_OF_FILE = ("sex", "age_band", "age_in_doubt", "region", "nationality", "nationalities")
_OF_PROFILE = (
    "income_level", "residence_kind", "difficulty_any", "migration_statuses",
    "displacement_causes",
)  # fmt: skip
_SAID = {
    **{CountedCase.__table__.c[name]: name for name in _OF_FILE},  # type: ignore[attr-defined]
    **{CountedProfile.__table__.c[name]: name for name in _OF_PROFILE},  # type: ignore[attr-defined]
}


def of_person(
    rows: Select[Any], columns: Columns, conditions: list[ColumnElement[bool]]
) -> tuple[Select[Any], dict[str, ColumnElement[Any]], list[ColumnElement[bool]]]:
    """Let rows count by the person: return them with their columns and conditions.

    ``root`` becomes that of the person as of the cut. What is about no person stays as it is.
    """
    root = columns["root"]
    if not isinstance(root.type, Uuid):
        return rows, dict(columns), conditions
    parts = {part for each in (*columns.values(), *conditions) for part in iterate(each)}
    names = sorted(_SAID[part] for part in _SAID.keys() & parts)
    person = _files(names) if names else _roots()

    def said(element: Any, **_: Any) -> Any:
        name = _SAID.get(element)
        return name and case((person.c.is_valid, person.c[name]), else_=element)

    told: dict[str, Any] = {
        name: replacement_traverse(column, {}, said) for name, column in columns.items()
    }
    told["root"] = func.coalesce(person.c.root_id, root)
    kept: list[Any] = [replacement_traverse(each, {}, said) for each in conditions]
    # Files that fail and are not linked need no person: left out before they are joined.
    kept += [
        or_(each, root.in_(select(_linked().c.row_id)))
        for each in conditions
        if not _SAID.keys().isdisjoint(iterate(each))
    ]
    return rows.outerjoin(person, person.c.row_id == root), told, kept


def _roots() -> Subquery:
    """Select each file that is linked to an older one as of the cut, with the root."""
    image: Any = CountedPerson.__table__.alias("root_of_person")  # type: ignore[attr-defined]
    return (
        select(image.c.row_id, image.c.root_id)
        .where(as_of(image.c), image.c.root_id != image.c.row_id)
        .subquery("person")
    )


def _linked() -> Subquery:
    """Select each file that is linked to another, older or not, with the root."""
    root = _roots()
    both = func.unnest(array([root.c.row_id, root.c.root_id])).label("row_id")
    return select(both, root.c.root_id).distinct().subquery("linked_file")


def _files(names: list[str]) -> Subquery:
    """Select each file that is linked to another as of the cut, with what is said of its person.

    ``root_id``; ``is_valid``: whether any file of the person is; and what the earliest valid one
    says by these names.
    """
    member = _linked()
    file: Any = CountedCase.__table__.alias("file")  # type: ignore[attr-defined]
    profile: Any = CountedProfile.__table__.alias("profile_of_file")  # type: ignore[attr-defined]
    counts = and_(file.c.row_id.is_not(None), is_valid(file.c))
    known = case((and_(counts, file.c.sex != literal_code(Sex.UNKNOWN)), file.c.sex))

    def first(value: Any) -> Any:
        order = (counts.desc(), file.c.registered_at, member.c.row_id)
        return func.first_value(value).over(partition_by=member.c.root_id, order_by=order)

    def of_all(value: Any) -> Any:
        return value.over(partition_by=member.c.root_id)

    told = {name: first((file if name in _OF_FILE else profile).c[name]) for name in names}
    if "sex" in told:
        differs = of_all(func.min(known)) != of_all(func.max(known))
        told["sex"] = case((differs, NOT_KNOWN), else_=told["sex"])
    joined = (
        select(
            member.c.row_id, member.c.root_id, first(counts).label("is_valid"),
            *(said.label(name) for name, said in told.items()),
        )
        .select_from(member)
        .outerjoin(file, and_(file.c.row_id == member.c.row_id, as_of(file.c)))
    )  # fmt: skip
    if set(names) & set(_OF_PROFILE):
        joined = joined.outerjoin(
            profile, and_(profile.c.row_id == member.c.row_id, as_of(profile.c))
        )
    return joined.subquery("person")
