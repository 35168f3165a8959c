"""Asking for means, deciding on them, and paying."""

from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.means import MeansStatus
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.means.records import MEANS_RECORDS, to_response
from referral_api.domain.protection.means.schemas import (
    MeansAsk,
    MeansGrant,
    MeansPay,
    MeansRead,
    MeansRefuse,
)
from referral_api.domain.protection.means.tables import MeansRequest
from referral_api.domain.records.of_case import check_of_case
from referral_api.domain.records.records import Change
from referral_api.errors import Conflict, MalformedInput
from referral_api.permissions import MeansPermission


async def ask_means(transaction: Transaction, case_id: UUID, ask: MeansAsk) -> MeansRead:
    """Ask an organisation for money for a person whose protection the caller reads."""
    actor = transaction.actor
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION)
    await check_organisations_exist(transaction, "asked_of_id", [ask.asked_of_id])
    await check_open(transaction, case_id, ask.asked_of_id)
    fields: dict[str, Any] = ask.model_dump() | {
        "id": ask.id or uuid7(), "case_id": case_id, "paid": 0,
        "custodian_id": case.protection_custodian_id,
        "asked_by_id": actor.organisation_id, "status": MeansStatus.ASKED, "version": 1,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return to_response(await MEANS_RECORDS.add(transaction, fields))


async def _transition(
    transaction: Transaction, case_id: UUID, means_id: UUID, event: str, version: int,
    change: Change[MeansRequest] | None = None,
) -> MeansRead:  # fmt: skip
    await check_of_case(transaction, MEANS_RECORDS, case_id, means_id, event)
    row = await MEANS_RECORDS.transition(transaction, means_id, event, version, change)
    return to_response(row)


async def grant_means(
    transaction: Transaction, case_id: UUID, means_id: UUID, grant: MeansGrant, version: int
) -> MeansRead:
    """Grant what was asked, or a part of it."""

    def decide(means: MeansRequest, now: datetime) -> None:
        if grant.granted > means.asked:
            raise MalformedInput(errors=[{"pointer": "/granted", "code": "out_of_range"}])
        means.granted = grant.granted
        means.decided_at = now

    return await _transition(transaction, case_id, means_id, "grant", version, decide)


async def refuse_means(
    transaction: Transaction, case_id: UUID, means_id: UUID, refusal: MeansRefuse, version: int
) -> MeansRead:
    """Refuse, with a reason. What was asked stays uncovered."""

    def decide(means: MeansRequest, now: datetime) -> None:
        means.refusal_reason = refusal.reason
        means.decided_at = now

    return await _transition(transaction, case_id, means_id, "refuse", version, decide)


async def pay_means(
    transaction: Transaction, case_id: UUID, means_id: UUID, payment: MeansPay, version: int
) -> MeansRead:
    """Record a payment; Conflict if more would be paid than was granted."""

    def pay(means: MeansRequest, now: datetime) -> None:
        if payment.paid_on > now.date():
            raise MalformedInput(errors=[{"pointer": "/paid_on", "code": "out_of_range"}])
        if means.paid + payment.amount > (means.granted or 0):
            raise Conflict("More would be paid than was granted.")
        means.paid += payment.amount
        means.paid_on = payment.paid_on
        means.paid_by_id = transaction.actor.organisation_id

    return await _transition(transaction, case_id, means_id, "pay", version, pay)


async def withdraw_means(
    transaction: Transaction, case_id: UUID, means_id: UUID, version: int
) -> MeansRead:
    """Take the request back, as who asked: the money is not needed any more."""
    return await _transition(transaction, case_id, means_id, "withdraw", version)


async def mark_means_as_error(
    transaction: Transaction, case_id: UUID, means_id: UUID, version: int
) -> MeansRead:
    """Mark a request that should never have been recorded."""

    def forget(means: MeansRequest, _: datetime) -> None:
        means.refusal_reason = None

    return await _transition(transaction, case_id, means_id, "mark_error", version, forget)


async def read_means(transaction: Transaction, case_id: UUID, means_id: UUID) -> MeansRead:
    """Read a request within sight."""
    await check_of_case(transaction, MEANS_RECORDS, case_id, means_id)
    return to_response(await MEANS_RECORDS.read(transaction, means_id, MeansPermission.READ))


async def list_means(
    transaction: Transaction, case_id: UUID, status: MeansStatus | None, window: Window
) -> Slice[MeansRead]:
    """List the requests of a case within sight, newest first."""
    return await MEANS_RECORDS.list(
        transaction, window, MeansPermission.LIST, to_response, case_id=case_id, status=status
    )
