"""Writing the outbox, in the statement of the change itself, beside its audit event."""

from typing import Any

from sqlalchemy import ARRAY, Uuid, bindparam, func, insert, select
from sqlalchemy.sql.dml import Insert

from referral_api.audit.log import event_parameters
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent

# A column of the outbox, and the parameter of the audit event that it shares.
_SHARED = {
    "event_id": "id", "action": "action", "subject": "subject", "subject_id": "subject_id",
    "case_id": "case_id", "by_organisation_id": "organisation_id",
}  # fmt: skip


def outgoing_insert(**fixed: Any) -> Insert:
    """Make the INSERT for one organisation.

    ``fixed`` holds the columns whose value is already in the statement or never varies. The others
    take the parameters of the audit event.
    """
    parameters = event_parameters()
    shared = {column: parameters[name] for column, name in _SHARED.items()}
    return insert(OutgoingEvent).values(shared | fixed)


def outgoing_inserts() -> Insert:
    """Make the INSERT for every organisation of the parameter ``parties``."""
    parameters = event_parameters()
    party = func.unnest(bindparam("parties", type_=ARRAY(Uuid))).column_valued("party")
    shared = [parameters[name] for name in _SHARED.values()]
    return insert(OutgoingEvent).from_select(["organisation_id", *_SHARED], select(party, *shared))
