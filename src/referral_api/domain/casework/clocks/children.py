"""Children whom no organisation of child protection protects, found in the rows.

Who was named and sees the child no more, who was taken for an adult meanwhile, protects nobody.

The registration writes nothing for it. Only the files of the last days are looked at: of an older
one everything has been told.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Interval,
    Select,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    not_,
    select,
)
from sqlmodel import col

from referral_api.database.statements import literal_code
from referral_api.domain.access.grants import is_live
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.status import CaseState
from referral_api.domain.identification.cases.children import is_child
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.protection.children.tables import ChildProtection

IS_CHILD = is_child(Case.__table__.c)  # type: ignore[attr-defined]
_LOOKED_BACK: Any = literal_column("interval '30 days'")


def _first_key() -> Any:
    """Write the least key of a row that was recorded so long ago, as ``recorded_key_column``."""
    epoch = func.date_part(literal_column("'epoch'"), func.now() - _LOOKED_BACK)
    time = func.int8send(cast(epoch * literal_column("1000000"), BigInteger))
    least = func.decode(literal_column("'0000000000000000'"), literal_column("'hex'"))
    return cast(func.encode(time.op("||")(least), literal_column("'hex'")), Uuid)


def unprotected_children(whole_name: str) -> Select[Any]:
    """Select the open files of children whom nobody protects, with the limit of each."""
    whole = bindparam(whole_name, type_=Interval())
    protected = exists().where(
        col(ChildProtection.case_id) == col(Case.id),
        col(ChildProtection.status) == literal_code(RecordStatus.RECORDED),
        col(AccessGrant.basis) == literal_code(Basis.CHILD_PROTECTION),
        col(AccessGrant.basis_id) == col(ChildProtection.id),
        col(AccessGrant.organisation_id) == col(ChildProtection.organisation_id),
        is_live(),
    )
    columns: tuple[Any, ...] = (
        col(Case.id).label("subject_id"),
        (col(Case.registered_at) + whole).label("due_at"),
        col(Case.protection_custodian_id).label("concerned_id"),
        col(Case.protection_custodian_id).label("asked_by_id"),
        col(Case.region).label("region"),
        whole.label("whole"),
        col(Case.id).label("row_id"),
    )
    return select(*columns).where(
        col(Case.recorded_key) >= _first_key(),
        col(Case.state) == literal_code(CaseState.OPEN),
        col(Case.protection_custodian_id).is_not(None),
        IS_CHILD,
        not_(protected),
    )
