"""Deciding on a measure: signing, rejecting, extending, revoking. The table says who may."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.measures import ExtensionReason, MeasureKind, MeasureStatus
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.protection.measures.conditions import check_grounds
from referral_api.domain.protection.measures.dates import end_of, set_dates
from referral_api.domain.protection.measures.deciders import (
    DECIDED_ALONE,
    open_signatures,
    stands_among,
)
from referral_api.domain.protection.measures.records import MEASURE_RECORDS, to_response
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import (
    MeasureExtend,
    MeasureGrant,
    MeasureReasons,
)
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.domain.protection.measures.words import seal_reasons
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Conflict, Forbidden, SecondPersonNeeded
from referral_api.security.vault import Vault

# For these a recovery period is extended by who answers for the person, without an authority.
_CARE = frozenset({ExtensionReason.HEALTH, ExtensionReason.TRAUMA, ExtensionReason.CHILD})
_CARERS = ("supervisor@custodian",)


async def _check_decides(
    transaction: Transaction, terms: MeasureTerms, case_id: UUID, measure_id: UUID, event: str,
    *also: str,
) -> None:  # fmt: skip
    """Raise Forbidden to who decides nothing of this kind, before the measure is locked."""
    await check_of_case(transaction, MEASURE_RECORDS, case_id, measure_id, event)
    measure, _ = MEASURE_RECORDS.load(await MEASURE_RECORDS.find(transaction, measure_id))
    groups = terms.deciders[MeasureKind(measure.kind)]
    entries = [*also, *(entry for group in groups for entry in group)]
    if not stands_among(transaction.actor, entries, measure):
        raise Forbidden


async def grant_measure(
    transaction: Transaction, terms: MeasureTerms, case_id: UUID, measure_id: UUID,
    grant: MeasureGrant, version: int,
) -> MeasureRead:  # fmt: skip
    """Sign a measure; the last signature that is needed grants it.

    SecondPersonNeeded for who proposed it, or has signed. MeasureUngrounded if something that it
    must rest on is not on file.
    """
    await _check_decides(transaction, terms, case_id, measure_id, "grant")
    case = await get_case(transaction, case_id)
    await check_open(transaction, case_id)
    actor = transaction.actor

    async def sign(measure: Measure, now: datetime) -> None:
        groups = terms.deciders[MeasureKind(measure.kind)]
        _check_other_person(actor.agent_id, measure)
        free = open_signatures(actor, groups, measure)
        if not free:
            raise SecondPersonNeeded
        await check_grounds(transaction, case, measure, terms)
        measure.signatures = _with(
            measure.signatures,
            {
                "group": free[0], "agent_id": str(actor.agent_id),
                "organisation_id": str(actor.organisation_id), "signed_on": str(now.date()),
            },
        )  # fmt: skip
        measure.legal_basis = grant.legal_basis or measure.legal_basis
        if measure.status == MeasureStatus.GRANTED:
            _decide(actor, measure, now, terms)
            set_dates(measure, grant, case, now, terms)

    row = await MEASURE_RECORDS.transition(transaction, measure_id, "grant", version, sign)
    return to_response(row)


def _with(listed: str, one: dict[str, Any]) -> str:
    return json.dumps([*json.loads(listed), one])


def _check_other_person(agent_id: UUID | None, measure: Measure) -> None:
    proposed = measure.recorded_by_agent_id == agent_id
    if proposed and MeasureKind(measure.kind) not in DECIDED_ALONE:
        raise SecondPersonNeeded
    if str(agent_id) in {signature["agent_id"] for signature in json.loads(measure.signatures)}:
        raise SecondPersonNeeded


def _decide(actor: Any, measure: Measure, now: datetime, terms: MeasureTerms) -> None:
    measure.decided_by_organisation_id = actor.organisation_id
    measure.decided_by_agent_id = actor.agent_id
    measure.decided_on = now.date()
    measure.tell_by, measure.told_on = now + terms.telling, None


async def reject_measure(
    transaction: Transaction, vault: Vault, terms: MeasureTerms, case_id: UUID, measure_id: UUID,
    rejection: MeasureReasons, version: int,
) -> MeasureRead:  # fmt: skip
    """Reject a measure, with reasons. No help ends for it."""
    await _check_decides(transaction, terms, case_id, measure_id, "reject")

    async def reject(measure: Measure, now: datetime) -> None:
        measure.sealed_reasons = await seal_reasons(transaction, vault, case_id, rejection.reasons)
        _decide(transaction.actor, measure, now, terms)

    row = await MEASURE_RECORDS.transition(transaction, measure_id, "reject", version, reject)
    return to_response(row)


async def revoke_measure(
    transaction: Transaction, vault: Vault, terms: MeasureTerms, case_id: UUID, measure_id: UUID,
    revocation: MeasureReasons, version: int,
) -> MeasureRead:  # fmt: skip
    """Ask for a revocation, or agree to one that another person asked for."""
    await _check_decides(transaction, terms, case_id, measure_id, "revoke")
    agent_id = transaction.actor.agent_id

    async def revoke(measure: Measure, now: datetime) -> None:
        if measure.revoking_agent_id == agent_id:
            raise SecondPersonNeeded
        measure.sealed_reasons = await seal_reasons(transaction, vault, case_id, revocation.reasons)
        measure.revoking_agent_id = measure.revoking_agent_id or agent_id
        if measure.status == MeasureStatus.REVOKED:
            _decide(transaction.actor, measure, now, terms)
            measure.ended_on = now.date()

    row = await MEASURE_RECORDS.transition(transaction, measure_id, "revoke", version, revoke)
    return to_response(row)


async def extend_measure(
    transaction: Transaction, terms: MeasureTerms, case_id: UUID, measure_id: UUID,
    extension: MeasureExtend, version: int,
) -> MeasureRead:  # fmt: skip
    """Let a measure last longer; a recovery period also by who answers for the person."""
    also = _CARERS if extension.reason in _CARE else ()
    await _check_decides(transaction, terms, case_id, measure_id, "extend", *also)

    def extend(measure: Measure, now: datetime) -> None:
        groups = terms.deciders[MeasureKind(measure.kind)]
        entries = [entry for group in groups for entry in group]
        if measure.kind == MeasureKind.RECOVERY_PERIOD:
            entries += also
        if not stands_among(transaction.actor, entries, measure):
            raise Forbidden
        if measure.ends_on is None:
            raise Conflict("This measure has no end.")
        measure.ends_on += timedelta(days=extension.days)
        measure.ends_at = end_of(measure.ends_on)
        measure.extensions = _with(
            measure.extensions,
            {
                "days": extension.days, "reason": extension.reason.value,
                "agent_id": str(transaction.actor.agent_id), "extended_on": str(now.date()),
            },
        )  # fmt: skip

    row = await MEASURE_RECORDS.transition(transaction, measure_id, "extend", version, extend)
    return to_response(row)
