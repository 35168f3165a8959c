"""The recovery and reflection period that begins with the presumption, in one statement."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, insert, not_, select, union
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_parameters, event_values
from referral_api.audit.tables import AuditEvent
from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.measures import MeasureKind, MeasureRequester, MeasureStatus
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.identification.decisions.schemas import DecisionRead
from referral_api.domain.protection.measures.dates import begin_of, end_of
from referral_api.domain.protection.measures.lifecycle import MEASURES
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.permissions import MeasurePermission

_WRITTEN = (
    "id", "case_id", "section", "kind", "status", "asked_by", "person_wants_it", "urgent",
    "signatures_needed", "decided_on", "days", "starts_on", "starts_at", "started_on", "ends_on",
    "ends_at", "tell_by", "recorded_by_organisation_id", "recorded_by_agent_id", "version",
)  # fmt: skip
# A column of the outbox, and the parameter of the audit event that it shares.
_SHARED = {
    "event_id": "id", "action": "action", "subject": "subject", "subject_id": "subject_id",
    "case_id": "case_id", "by_organisation_id": "organisation_id",
}  # fmt: skip


def _open() -> Statement:
    """Make the INSERT, with its events; it writes nothing where one is proposed or in force."""
    fields, event = Measure.__table__.c, event_parameters()  # type: ignore[attr-defined]
    goes_on = exists().where(
        col(Measure.case_id) == bindparam("case_id"),
        col(Measure.kind) == literal_code(MeasureKind.RECOVERY_PERIOD),
        one_of(col(Measure.status), sorted(MEASURES.open)),
    )
    values = [bindparam(name, type_=fields[name].type) for name in _WRITTEN]
    made = (
        insert(Measure)
        .from_select(list(_WRITTEN), select(*values).where(not_(goes_on)))
        .returning(col(Measure.id), col(Measure.custodian_id))
        .cte("new_measure")
    )
    told = union(
        select(made.c.custodian_id.label("party")).where(made.c.custodian_id.is_not(None)),
        select(event["organisation_id"].label("party")).select_from(made),
    ).subquery("told")
    events = insert(AuditEvent).from_select(list(event), select(*event.values()).select_from(made))
    shared = [event[name] for name in _SHARED.values()]
    outgoing = insert(OutgoingEvent).from_select(
        ["organisation_id", *_SHARED], select(told.c.party, *shared)
    )
    return Statement(select(made.c.id).add_cte(events.cte("event"), outgoing.cte("outgoing")))


_OPEN = _open()


async def open_recovery(
    transaction: Transaction, terms: MeasureTerms, case_id: UUID, presumption: DecisionRead
) -> None:
    """Open the recovery period of a person who is presumed a victim, unless one goes on."""
    if not terms.recovery_automatic or MeasureKind.RECOVERY_PERIOD not in terms.kinds:
        return
    actor, today = transaction.actor, presumption.decided_at.date()
    days = terms.days_of_recovery(child=presumption.treated_as_child)
    ends_on = today + timedelta(days=days)
    fields: dict[str, Any] = {
        "id": uuid7(), "case_id": case_id, "section": Section.PROTECTION,
        "kind": MeasureKind.RECOVERY_PERIOD, "status": MeasureStatus.IN_FORCE,
        "asked_by": MeasureRequester.AUTHORITY, "person_wants_it": Answer.NOT_ASKED,
        "urgent": False, "signatures_needed": 0, "decided_on": today, "days": days,
        "starts_on": today, "starts_at": begin_of(today), "started_on": today,
        "ends_on": ends_on, "ends_at": end_of(ends_on),
        "tell_by": presumption.decided_at + terms.telling,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id, "version": 1,
    }  # fmt: skip
    event = event_values(
        actor, MeasurePermission.OPEN, "measure", fields["id"], case_id=case_id,
        section=Section.PROTECTION,
    )  # fmt: skip
    await transaction.all(_OPEN, **fields, **event)
