"""Recording and reading decisions on identification."""

from typing import Any
from uuid import UUID

from sqlalchemy import any_, bindparam, func, literal, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.statements import Row, Statement, insert_into, save_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import is_live
from referral_api.domain.access.sections import check_section
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.status import DecisionEvent
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.queries import get_case, get_case_for_change
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.decisions import policy
from referral_api.domain.identification.decisions.facts import rest_on_facts
from referral_api.domain.identification.decisions.lifecycle import (
    EVERY_DECIDER,
    IDENTIFICATION,
    Deciders,
)
from referral_api.domain.identification.decisions.schemas import (
    DecisionRead,
    DecisionRecord,
    Decisions,
)
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.identification.identities.keys import find_key, find_or_make_key
from referral_api.errors import NotFound
from referral_api.permissions import DecisionPermission
from referral_api.security.vault import Vault, WrappedKey

_PURPOSE = "decision.sealed_reasons"
_COLUMNS = (
    "id", "case_id", "event", "from_status", "to_status", "acts", "means", "forms", "indicators",
    "exploitation_ids", "screening_id", "treated_as_child", "ground", "review_reason", "finding",
    "sealed_reasons", "organisation_id", "agent_id",
)  # fmt: skip
_RECORD = Statement(
    select(func.now()).add_cte(
        save_into(Case, "status").values(updated_at=func.now()).cte("new_status"),
        insert_into(Decision, *_COLUMNS).cte("new_decision"),
        event_insert().cte("event"), outgoing_inserts().cte("outgoing"),
    )
)  # fmt: skip
# Who reads the decisions on a case.
_READERS = Statement(
    select(col(AccessGrant.organisation_id)).distinct().where(
        col(AccessGrant.case_id) == bindparam("case_id"), is_live(),
        literal(Section.EXPLOITATION.value) == any_(col(AccessGrant.reads)),
    )
)  # fmt: skip
_GET = Statement(select(Decision).where(col(Decision.id) == bindparam("decision_id")))
_LIST = Statement(
    select(Decision).where(col(Decision.case_id) == bindparam("case_id")).order_by(col(Decision.id))
)


async def record_decision(
    transaction: Transaction, vault: Vault, case_id: UUID, decision: DecisionRecord,
    deciders: Deciders = EVERY_DECIDER,
) -> DecisionRead:  # fmt: skip
    """Take one step of identification on an open case of the caller's organisation."""
    actor = transaction.actor
    await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.EXPLOITATION, write=True)
    policy.check_may_decide(actor, decision.event, deciders)
    case = await get_case_for_change(transaction, case_id)
    CASES.target("update", case.state, case)
    to_status = IDENTIFICATION.target(decision.event, case.status, case)
    policy.check_after_review(actor, case.status, deciders)
    policy.check_reason(decision, case.status)
    policy.check_finding(decision)
    decision = await rest_on_facts(transaction, case_id, decision)
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    if decision.event is DecisionEvent.IDENTIFY:
        policy.check_grounds(decision, child=child)
    fields: dict[str, Any] = decision.model_dump(exclude={"reasons"}) | {
        "id": uuid7(), "case_id": case_id, "from_status": case.status, "to_status": to_status,
        "treated_as_child": child, "organisation_id": actor.organisation_id,
        "agent_id": actor.agent_id,
        "sealed_reasons": await _seal(transaction, vault, case_id, decision.reasons),
    }  # fmt: skip
    event = event_values(
        actor, DecisionPermission.RECORD, "decision", fields["id"], case_id=case_id,
        section=Section.EXPLOITATION, code=decision.event,
    )  # fmt: skip
    async with transaction.elevated():
        readers = await transaction.all(_READERS, case_id=case_id)
    told = list(dict.fromkeys([actor.organisation_id, *(row[0] for row in readers)]))
    change = {"row_id": case_id, "new_status": to_status, "parties": told}
    row = await transaction.row(_RECORD, **change, **fields, **event)
    # Without the reasons: they are sealed, and this response is stored with its Idempotency-Key.
    return DecisionRead(**fields, decided_at=row[0], reasons=None)


async def _seal(
    transaction: Transaction, vault: Vault, case_id: UUID, reasons: str | None
) -> bytes | None:
    if reasons is None:
        return None
    key = await find_or_make_key(transaction, vault, case_id)
    return vault.seal(key, case_id, _PURPOSE, reasons.encode())


async def show_decision(transaction: Transaction, decision_id: UUID) -> DecisionRead:
    """Read a decision within sight, without its reasons, for an act that is recorded by itself."""
    row = await transaction.one(_GET, decision_id=decision_id)
    if row is None:
        raise NotFound
    await check_section(transaction, row["case_id"], Section.EXPLOITATION)
    return DecisionRead(**row, reasons=None)


async def list_decisions(transaction: Transaction, vault: Vault, case_id: UUID) -> Decisions:
    """List the decisions on a case, for a reader of its exploitation section."""
    await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.EXPLOITATION)
    rows = await transaction.all(_LIST, case_id=case_id)
    key = await find_key(transaction, case_id)
    await record(
        transaction, DecisionPermission.LIST, "case", case_id, case_id=case_id,
        section=Section.EXPLOITATION,
    )  # fmt: skip
    return Decisions(items=[_open(vault, key, row) for row in rows])


def _open(vault: Vault, key: WrappedKey | None, row: Row) -> DecisionRead:
    sealed = row["sealed_reasons"]
    if sealed is None or key is None:
        return DecisionRead(**row)
    reasons = vault.open(key, row["case_id"], _PURPOSE, sealed).decode()
    return DecisionRead(**row, reasons=reasons)
