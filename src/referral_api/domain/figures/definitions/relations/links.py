"""Links of files."""

from typing import Any

from sqlalchemy import Select, not_, select

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.persons import LinkStatus
from referral_api.domain.figures.definitions.relations.as_of import Columns, Conditions, as_of
from referral_api.domain.figures.definitions.relations.images import with_type
from referral_api.domain.figures.history.persons import CountedPersonLink

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


CONDITIONS: Conditions = {
    "is_linked": _IN_FORCE,
    "is_unlinked": _L.status == literal_code(LinkStatus.UNDONE),
}
