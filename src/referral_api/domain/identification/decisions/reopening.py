"""Reopening a finding whose ground a correction of the file has undone."""

from typing import Any

from sqlalchemy import Uuid, bindparam, func, select, text
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.status import DecisionEvent, IdentificationStatus, ReviewReason
from referral_api.domain.codelists.victims import category_of, is_treated_as_child
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.decisions.lifecycle import IDENTIFICATION
from referral_api.domain.identification.decisions.policy import is_undone
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.permissions import DecisionPermission

_FINDINGS = frozenset({IdentificationStatus.IDENTIFIED, IdentificationStatus.NOT_IDENTIFIED})
# The custodian who corrects the file need not see the section of the decisions.
_LAST = Statement(
    text("SELECT * FROM last_finding(:case_id)").bindparams(bindparam("case_id", type_=Uuid))
)
_RECORD = Statement(
    select(func.now()).add_cte(
        insert_into(
            Decision, "id", "case_id", "event", "from_status", "to_status", "treated_as_child",
            "review_reason", "organisation_id", "agent_id",
        ).cte("new_decision"),
        event_insert().cte("event"),
    )
)  # fmt: skip


def describe(case: Case) -> tuple[bool, str | None]:
    """Return what a finding rests on beside its grounds: the child, and the group of the report."""
    return (
        is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt),
        category_of(case.sex, case.age_band, in_doubt=case.age_in_doubt),
    )


async def reopen_if_undone(transaction: Transaction, case: Case) -> None:
    """Put a locked case under review if its last finding does not hold for the person as she is
    described now. The caller saves the case.
    """
    if case.status not in _FINDINGS:
        return
    child, category = describe(case)
    finding = await transaction.one(_LAST, case_id=case.id)
    if finding is None or not is_undone(finding, child=child, category=category):
        return
    actor, event = transaction.actor, DecisionEvent.RECONSIDER
    fields: dict[str, Any] = {
        "id": uuid7(), "case_id": case.id, "event": event, "from_status": case.status,
        "to_status": IDENTIFICATION.target(event, case.status, case), "treated_as_child": child,
        "review_reason": ReviewReason.AGE_OR_SEX_CORRECTED,
        "organisation_id": actor.organisation_id, "agent_id": actor.agent_id,
    }  # fmt: skip
    values = event_values(
        actor, DecisionPermission.RECORD, "decision", fields["id"], case_id=case.id,
        section=Section.EXPLOITATION, code=event,
    )  # fmt: skip
    await transaction.run(_RECORD, **fields, **values)
    case.status = fields["to_status"]
