"""Links of files, and the root of a person: two files that are linked count as one person."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, and_, func, not_, select

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.persons import LinkStatus
from referral_api.domain.figures.definitions.relations.as_of import Columns, Conditions, as_of
from referral_api.domain.figures.definitions.relations.images import with_type
from referral_api.domain.figures.history.persons import CountedPerson, CountedPersonLink

_L: Any = CountedPersonLink.__table__.c  # type: ignore[attr-defined]
_IN_FORCE = one_of(_L.status, [LinkStatus.CONFIRMED, LinkStatus.UNDO_PROPOSED])


def links() -> tuple[Select[Any], Columns]:
    """Each link that was ever confirmed."""
    rows = select().select_from(CountedPersonLink).where(as_of(_L), not_(_L.confirmed_at.is_(None)))
    rows, decider = with_type(rows, _L.decided_by_id, "decider")
    columns = {
        "key": _L.row_id, "root": _L.row_id, "confirmed_at": _L.confirmed_at,
        "undone_at": _L.undone_at, "decider": decider,
    }  # fmt: skip
    return rows, columns


def with_root(rows: Select[Any], root: ColumnElement[Any]) -> tuple[Select[Any], Any]:
    """Add to rows the root of the person as of the cut; what is about no person stays as it is."""
    if not isinstance(root.type, Uuid):
        return rows, root
    person: Any = CountedPerson.__table__.alias("root_of_person")  # type: ignore[attr-defined]
    joined = rows.outerjoin(person, and_(person.c.row_id == root, as_of(person.c)))
    return joined, func.coalesce(person.c.root_id, root)


CONDITIONS: Conditions = {
    "is_linked": _IN_FORCE,
    "is_unlinked": _L.status == literal_code(LinkStatus.UNDONE),
}
