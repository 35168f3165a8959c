"""Deciding on a pending change, as another administrator, and taking one's own back."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from referral_api.audit.log import event_values, record
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeStatus, PendingChangeSubject
from referral_api.domain.network.agents.operations import apply_to_agent
from referral_api.domain.network.clients.operations import apply_to_client
from referral_api.domain.network.organisations.operations import apply_to_organisation
from referral_api.domain.network.organisations.queries import within_reach
from referral_api.domain.network.pending_changes import queries
from referral_api.domain.network.pending_changes.lifecycle import PENDING_CHANGES
from referral_api.domain.network.pending_changes.schemas import PendingChangeRead
from referral_api.domain.network.second_person.administrators import (
    find_administrators,
    hold_administrators,
)
from referral_api.domain.transitions import Side
from referral_api.domain.versions import check_version
from referral_api.errors import NotFound, SecondPersonNeeded
from referral_api.permissions import PendingChangePermission

Apply = Callable[[Transaction, UUID, int, dict[str, Any]], Awaitable[None]]
_APPLY: dict[str, Apply] = {
    PendingChangeSubject.AGENT: apply_to_agent,
    PendingChangeSubject.CLIENT: apply_to_client,
    PendingChangeSubject.ORGANISATION: apply_to_organisation,
}
_SUBJECT = "pending_change"


async def read_pending_change(
    transaction: Transaction, pending_change_id: UUID
) -> PendingChangeRead:
    """Read a pending change within reach."""
    row = await queries.find_pending_change(transaction, pending_change_id)
    await record(transaction, PendingChangePermission.READ, _SUBJECT, pending_change_id)
    return queries.to_response(row)


async def list_pending_changes(
    transaction: Transaction, organisation_id: UUID | None, status: PendingChangeStatus | None,
    window: Window,
) -> Slice[PendingChangeRead]:  # fmt: skip
    """List the pending changes within reach, the last proposed first."""
    rows = await transaction.all(
        queries.PAGE, organisation_id=within_reach(transaction.actor, organisation_id),
        status=status, **window.parameters,
        **event_values(transaction.actor, PendingChangePermission.LIST, _SUBJECT),
    )  # fmt: skip
    return window.slice([queries.to_response(row) for row in rows], rows)


async def confirm_pending_change(
    transaction: Transaction, pending_change_id: UUID, version: int
) -> PendingChangeRead:
    """Confirm a change, which then takes effect; SecondPersonNeeded unless another person does.

    Conflict if what it changes has been changed since.
    """
    actor = transaction.actor
    found = await queries.find_pending_change(transaction, pending_change_id)
    await hold_administrators(transaction, found["organisation_id"])
    row = await queries.find_pending_change(transaction, pending_change_id, lock=True)
    proposer = row["proposed_by_agent_id"]
    if actor.agent_id is None or actor.agent_id in {proposer, row["subject_id"]}:
        raise SecondPersonNeeded
    await _check_possible(transaction, row, "confirm", version)
    if actor.client_id is not None and actor.client_id == row["proposed_by_client_id"]:
        raise SecondPersonNeeded
    if await queries.was_made_lately_by(transaction, actor.agent_id, proposer):
        raise SecondPersonNeeded
    change = queries.read_change(row)
    await _APPLY[row["subject"]](transaction, row["subject_id"], row["subject_version"], change)
    return await _close(transaction, row, "confirm")


async def refuse_pending_change(
    transaction: Transaction, pending_change_id: UUID, version: int
) -> PendingChangeRead:
    """Refuse a change, as one who might confirm it."""
    row = await queries.find_pending_change(transaction, pending_change_id, lock=True)
    await _check_possible(transaction, row, "refuse", version)
    return await _close(transaction, row, "refuse")


async def withdraw_pending_change(
    transaction: Transaction, pending_change_id: UUID, version: int
) -> PendingChangeRead:
    """Take a change back that one's own organisation has proposed."""
    row = await queries.find_pending_change(transaction, pending_change_id, lock=True)
    await _check_possible(transaction, row, "withdraw", version)
    return await _close(transaction, row, "withdraw")


async def _check_possible(transaction: Transaction, row: Row, event: str, version: int) -> None:
    PENDING_CHANGES.check_side(event, await _find_sides(transaction, row))
    PENDING_CHANGES.target(event, PENDING_CHANGES.status_now(row), row)
    check_version(version, row["version"])


async def _find_sides(transaction: Transaction, row: Row) -> set[Side]:
    actor, sides = transaction.actor, set()
    if actor.organisation_id == row["proposed_by_organisation_id"]:
        sides.add(Side.PROPOSER)
    found = await find_administrators(transaction, row["organisation_id"])
    if actor.agent_id in found.who_may_confirm(row["proposed_by_agent_id"], row["subject_id"]):
        sides.add(Side.CONFIRMER)
    return sides


async def _close(transaction: Transaction, row: Row, event: str) -> PendingChangeRead:
    permission = PENDING_CHANGES.events[event].permission
    if permission is None:
        raise LookupError("this transition is never stored")
    now: datetime = row["now"]
    saved = await transaction.one(
        queries.SAVE, row_id=row["id"], new_closed_at=now,
        new_status=PENDING_CHANGES.target(event, row["status"], row),
        new_decided_by_agent_id=transaction.actor.agent_id,
        **event_values(transaction.actor, permission, _SUBJECT, row["id"]),
    )  # fmt: skip
    if saved is None:
        raise NotFound
    return queries.to_response(saved)
