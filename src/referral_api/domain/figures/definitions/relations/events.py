"""Events of the audit log: who read, and who was refused. Neither a person nor a case is seen."""

from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, select

from referral_api.audit.tables import AuditEvent, Outcome
from referral_api.database.statements import literal_code, one_of
from referral_api.domain.figures.definitions.relations.as_of import (
    Columns,
    Conditions,
    recorded_by,
)
from referral_api.domain.figures.definitions.relations.images import with_type
from referral_api.permissions import CasePermission, IdentityPermission

_E: Any = AuditEvent.__table__.c  # type: ignore[attr-defined]
# Somebody may act in several roles.
_ROLE = func.unnest(
    case(
        (func.cardinality(_E.roles) == literal_column("0"), literal_column("'{none}'::text[]")),
        else_=_E.roles,
    )
)
_NONE = literal_code("none")


def events() -> tuple[Select[Any], Columns]:
    """Each event."""
    rows = select().select_from(AuditEvent).where(recorded_by(_E.recorded_at, _E.xid))
    rows, caller = with_type(rows, _E.organisation_id, "caller")
    columns = {
        "key": _E.id, "root": _E.id, "recorded_at": _E.recorded_at, "act": _E.action,
        "role": _ROLE, "section": func.coalesce(_E.section, _NONE),
        "refusal": func.coalesce(_E.code, _NONE),
        "organisation": caller,
    }  # fmt: skip
    return rows, columns


CONDITIONS: Conditions = {
    "is_reading": and_(
        _E.outcome == literal_code(Outcome.ALLOWED),
        one_of(_E.action, [CasePermission.READ, IdentityPermission.READ]),
    ),
    "is_refusal": _E.outcome == literal_code(Outcome.REFUSED),
}
