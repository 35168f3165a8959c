"""Writing the outbox, in the statement of the change itself, beside its audit event."""

from typing import Any

from sqlalchemy import ARRAY, Uuid, bindparam, column, func, insert, select
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


def outgoing_inserts(*, own_files: bool = False) -> Insert:
    """Make the INSERT for every organisation of the parameter ``parties``.

    With ``own_files``, each is told the file of the parameter ``files`` at its place, and no other.
    """
    shared = {column: event_parameters()[name] for column, name in _SHARED.items()}
    parties = bindparam("parties", type_=ARRAY(Uuid))
    if own_files:
        told = (
            func.unnest(parties, bindparam("files", type_=ARRAY(Uuid)))
            .table_valued(column("party", Uuid()), column("file", Uuid()))
            .render_derived(name="told")
        )
        party, shared["case_id"] = told.c.party, told.c.file
    else:
        party = func.unnest(parties).column_valued("party")
    return insert(OutgoingEvent).from_select(
        ["organisation_id", *shared], select(party, *shared.values())
    )
