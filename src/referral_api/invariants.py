"""What the database refuses by itself, and what it then means to a caller.

The operations have checked before; two callers at once can only meet here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from referral_api.errors import (
    AlreadyExists,
    Conflict,
    ConsentMissing,
    Forbidden,
    NoCapacity,
    Refusal,
)

_CONSTRAINTS: dict[str, type[Refusal]] = {
    "ck_capacity_places_suffice": NoCapacity,
    "pk_agent": AlreadyExists,
    "pk_agent_subject": AlreadyExists,
    "pk_case": AlreadyExists,
    "pk_client": AlreadyExists,
    "pk_organisation": AlreadyExists,
    "uq_handoff_open": AlreadyExists,
    "uq_handoff_request_open": AlreadyExists,
    "uq_organisation_name": AlreadyExists,
}
# The codes of the triggers of migration 0004. The others they raise are faults of ours.
_TRIGGERS: dict[str, type[Refusal]] = {"NR003": Conflict, "NR004": ConsentMissing}
# Row security and a missing privilege share a code; only the first depends on the caller.
_ROW_SECURITY = "ExecWithCheckOptions"


@contextmanager
def refusing() -> Iterator[None]:
    """Raise the refusal that an error of the database stands for, in its place."""
    try:
        yield
    except asyncpg.PostgresError as error:
        refusal = _refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal_for(error: asyncpg.PostgresError) -> type[Refusal] | None:
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return _CONSTRAINTS.get(error.constraint_name or "", Conflict)
    if getattr(error, "server_source_function", None) == _ROW_SECURITY:
        return Forbidden
    return _TRIGGERS.get(error.sqlstate or "")
