"""Closing a file as a duplicate: which file of the person stays."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, literal_column, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.persons import LinkStatus
from referral_api.domain.codelists.status import ClosureReason
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
_SEEN = Statement(
    select(col(Case.id), literal_column("1")).where(
        col(Case.id) == bindparam("other_id", type_=Uuid()),
        or_(
            col(Case.closure_reason).is_(None),
            col(Case.closure_reason) != literal_column(f"'{ClosureReason.DUPLICATE}'"),
        ),
    )
)


async def find_original(transaction: Transaction, case_id: UUID, closure: CaseClose) -> UUID | None:
    """Return the other file of a duplicate; None for every other reason.

    MalformedInput if none is named and not exactly one is linked, or if the one that is named is
    neither within sight, and itself no duplicate, nor linked.
    """
    named = closure.duplicate_of_id
    if closure.reason is not ClosureReason.DUPLICATE:
        if named is not None:
            raise _refused("invalid_value")
        return None
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
