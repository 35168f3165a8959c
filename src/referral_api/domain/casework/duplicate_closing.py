"""Closing a file as a duplicate: which file of the person stays."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, func, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.persons import LinkStatus
from referral_api.domain.codelists.status import ClosureReason
from referral_api.domain.identification.cases import queries
from referral_api.domain.identification.cases.schemas import CaseClose
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.person_links.tables import PersonLink
from referral_api.errors import MalformedInput

_CASE_ID = bindparam("case_id", type_=Uuid())
_OTHER = case(
    (col(PersonLink.case_id) == _CASE_ID, col(PersonLink.other_case_id)),
    else_=col(PersonLink.case_id),
)
_LINKED = Statement(
    select(_OTHER.label("id")).where(
        or_(col(PersonLink.case_id) == _CASE_ID, col(PersonLink.other_case_id) == _CASE_ID),
        one_of(col(PersonLink.status), [LinkStatus.CONFIRMED, LinkStatus.UNDO_PROPOSED]),
    )
)
_THIS = col(Case.id) == bindparam("other_id", type_=Uuid())
_SEEN = Statement(select(col(Case.id)).where(_THIS))
_REASON = Statement(select(col(Case.closure_reason).label("reason")).where(_THIS))
# The other file may be out of sight. The function bypasses row security for this.
_HOLD = Statement(select(func.hold_case(bindparam("other_id", type_=Uuid())).label("state")))


async def lock_both(transaction: Transaction, case_id: UUID, closure: CaseClose) -> None:
    """Lock a duplicate, and hold its other file if there is one: that by the smaller id first.

    Neither is closed meanwhile as a duplicate of the other.
    """
    if closure.reason is not ClosureReason.DUPLICATE:
        return
    try:
        original = await _choose(transaction, case_id, closure)
    except MalformedInput:  # refused in its turn, after what concerns the file itself
        return
    for one in sorted((case_id, original), key=str):
        if one == case_id:
            await queries.get_case_for_change(transaction, case_id)
        else:
            await transaction.row(_HOLD, other_id=one)


async def find_original(transaction: Transaction, case_id: UUID, closure: CaseClose) -> UUID | None:
    """Return the other file of a duplicate; None for every other reason.

    MalformedInput if none is named and not exactly one is linked, if the one that is named is
    neither within sight nor linked, or if it is itself closed as a duplicate.
    """
    if closure.reason is not ClosureReason.DUPLICATE:
        if closure.duplicate_of_id is not None:
            raise _refused("invalid_value")
        return None
    original = await _choose(transaction, case_id, closure)
    # It is held already, unless a link was confirmed or undone since.
    await transaction.row(_HOLD, other_id=original)
    async with transaction.elevated("flow"):
        row = await transaction.row(_REASON, other_id=original)
    if row["reason"] == ClosureReason.DUPLICATE:
        raise _refused("invalid_value")
    return original


async def _choose(transaction: Transaction, case_id: UUID, closure: CaseClose) -> UUID:
    """Choose the file that is named, or the only one that is linked."""
    named = closure.duplicate_of_id
    linked = [row["id"] for row in await transaction.all(_LINKED, case_id=case_id)]
    if named is None:
        if len(linked) != 1:
            raise _refused("missing")
        return UUID(str(linked[0]))
    seen = await transaction.one(_SEEN, other_id=named)
    if named == case_id or (named not in linked and seen is None):
        raise _refused("invalid_value")
    return named


def _refused(code: str) -> MalformedInput:
    return MalformedInput(errors=[{"pointer": "/duplicate_of_id", "code": code}])
