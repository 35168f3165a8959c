"""What a step of identification sets in motion: a presumption opens the recovery period."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.status import DecisionEvent
from referral_api.domain.identification.cases.queries import get_case_for_change
from referral_api.domain.identification.decisions.lifecycle import Deciders
from referral_api.domain.identification.decisions.operations import record_decision
from referral_api.domain.identification.decisions.schemas import DecisionRead, DecisionRecord
from referral_api.domain.identification.reconsiderations.operations import (
    check_decides,
    decide,
    seal_reasons,
)
from referral_api.domain.identification.reconsiderations.schemas import (
    ReconsiderationChange,
    ReconsiderationRead,
)
from referral_api.domain.protection.measures.opening import open_recovery
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.errors import MalformedInput
from referral_api.security.vault import Vault

_POSITIVE = frozenset({DecisionEvent.IDENTIFY, DecisionEvent.PRESUME})


async def take_step(
    transaction: Transaction, vault: Vault, deciders: Deciders, terms: MeasureTerms,
    case_id: UUID, decision: DecisionRecord,
) -> DecisionRead:  # fmt: skip
    """Record a decision; with a presumption, the recovery period begins."""
    recorded = await record_decision(transaction, vault, case_id, decision, deciders)
    if decision.event is DecisionEvent.PRESUME:
        await open_recovery(transaction, terms, case_id, recorded)
    return recorded


async def change_decision(
    transaction: Transaction, vault: Vault, deciders: Deciders, terms: MeasureTerms,
    case_id: UUID, reconsideration_id: UUID, change: ReconsiderationChange, version: int,
) -> ReconsiderationRead:  # fmt: skip
    """Change the contested decision: the new one is recorded in the same transaction."""
    if change.decision.event not in _POSITIVE:
        raise MalformedInput(errors=[{"pointer": "/decision/event", "code": "invalid_value"}])
    await check_decides(transaction, deciders, case_id, reconsideration_id, "change")
    # The case before its reconsideration, as the decision holds it: nobody waits for the other.
    await get_case_for_change(transaction, case_id)
    sealed = await seal_reasons(transaction, vault, case_id, change.reasons)
    changed = await decide(
        transaction, deciders, case_id, reconsideration_id, "change", version, sealed
    )
    await take_step(transaction, vault, deciders, terms, case_id, change.decision)
    return changed
