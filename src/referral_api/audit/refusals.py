"""The events of several refusals at once, each under the case that it is about."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text, Uuid, bindparam, column, func, insert, select
from uuid_utils import uuid7

from referral_api.audit.log import EVENT_COLUMNS, event_parameters, event_values
from referral_api.audit.tables import AuditEvent, Outcome
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.permissions import Permission

_EACH: dict[str, Any] = {"id": Uuid, "case_id": Uuid, "code": Text, "salt": LargeBinary}
_ROWS = (
    func.unnest(*(bindparam(f"each_{name}", type_=ARRAY(kind)) for name, kind in _EACH.items()))
    .table_valued(*(column(name, kind) for name, kind in _EACH.items()))
    .render_derived()
)
_COLUMNS = event_parameters() | {name: _ROWS.c[name] for name in _EACH}
_RECORD = Statement(
    insert(AuditEvent).from_select(
        ["id", *EVENT_COLUMNS], select(*(_COLUMNS[name] for name in ("id", *EVENT_COLUMNS)))
    )
)


async def record_refusals(
    transaction: Transaction, permission: Permission, refused: Mapping[UUID, Sequence[str]]
) -> None:
    """Record the codes of what was refused, by case, in one statement."""
    rows = [
        (uuid7(), case_id, code, secrets.token_bytes(16))
        for case_id, codes in refused.items() for code in codes
    ]  # fmt: skip
    if not rows:
        return
    subject = permission.partition(":")[0]
    values = event_values(transaction.actor, permission, subject, outcome=Outcome.REFUSED)
    each = zip(_EACH, zip(*rows, strict=True), strict=True)
    await transaction.run(_RECORD, **values, **{f"each_{name}": [*of] for name, of in each})
