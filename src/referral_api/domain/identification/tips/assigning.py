"""Assigning a tip: by the coordination, by the table of the installation, or back again."""

from datetime import datetime
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.deadline_policy import TipClocks
from referral_api.domain.identification.tips.assignees import (
    Assignees,
    check_assignee,
    choose,
    find_child_protection,
)
from referral_api.domain.identification.tips.policy import to_response
from referral_api.domain.identification.tips.records import TIP_RECORDS, move_tip
from referral_api.domain.identification.tips.schemas import (
    TipAssign,
    TipRead,
    TipReassign,
    TipReopen,
    TipReturn,
)
from referral_api.domain.identification.tips.tables import Tip
from referral_api.domain.network.organisations.coordinations import check_region
from referral_api.errors import Conflict, MalformedInput, ServiceError


async def _give(
    transaction: Transaction, clocks: TipClocks, assignees: Assignees, tip: Tip, now: datetime,
    to: TipAssign,
) -> None:  # fmt: skip
    kind = await check_assignee(transaction, to.organisation_id, tip)
    tip.child_protection_id = await find_child_protection(
        transaction, assignees, to.child_protection_id, tip, kind
    )
    tip.assigned_organisation_id = to.organisation_id
    tip.assigned_at, tip.act_by = now, now + clocks[tip.urgency].act
    tip.assign_by = tip.assign_delay_at = tip.act_delay_at = tip.acted_at = None
    tip.dismissal_reason = tip.dismissal_proposed_by_agent_id = None


async def assign_tip(
    transaction: Transaction, clocks: TipClocks, assignees: Assignees, tip_id: UUID, to: TipAssign,
    version: int,
) -> TipRead:  # fmt: skip
    """Assign a tip, as the coordination of its region."""

    async def assign(tip: Tip, now: datetime) -> None:
        await check_region(transaction, tip.place_region)
        await _give(transaction, clocks, assignees, tip, now, to)
        tip.return_reason = None

    row = await move_tip(transaction, tip_id, "assign", version, assign)
    return to_response(row, transaction.actor)


async def reassign_tip(
    transaction: Transaction, clocks: TipClocks, assignees: Assignees, tip_id: UUID,
    to: TipReassign, version: int,
) -> TipRead:  # fmt: skip
    """Assign a tip to another; the former assignee sees nothing that comes later."""

    async def reassign(tip: Tip, now: datetime) -> None:
        await check_region(transaction, tip.place_region)
        if to.organisation_id == tip.assigned_organisation_id:
            raise MalformedInput(errors=[{"pointer": "/organisation_id", "code": "invalid_value"}])
        await _give(transaction, clocks, assignees, tip, now, to)
        tip.return_reason = to.reason

    row = await move_tip(transaction, tip_id, "reassign", version, reassign)
    return to_response(row, transaction.actor)


async def return_tip(
    transaction: Transaction, clocks: TipClocks, tip_id: UUID, returned: TipReturn, version: int
) -> TipRead:
    """Give a tip back to the coordination, as its assignee; its limit begins anew."""

    def give_back(tip: Tip, now: datetime) -> None:
        tip.assigned_organisation_id = tip.child_protection_id = tip.assigned_at = None
        tip.act_by = tip.act_delay_at = tip.acted_at = tip.assign_delay_at = None
        tip.dismissal_reason = tip.dismissal_proposed_by_agent_id = None
        tip.assign_by = now + clocks[tip.urgency].assign
        tip.return_reason = returned.reason

    row = await move_tip(transaction, tip_id, "return", version, give_back)
    return to_response(row, transaction.actor)


async def reopen_tip(
    transaction: Transaction, clocks: TipClocks, assignees: Assignees, tip_id: UUID,
    reopening: TipReopen, version: int,
) -> TipRead:  # fmt: skip
    """Follow up a tip again that was dismissed or found to be a duplicate.

    Conflict where it had no assignee, and none is named; only the coordination names another.
    """

    async def reopen(tip: Tip, now: datetime) -> None:
        await check_region(transaction, tip.place_region)
        to = reopening.organisation_id or tip.assigned_organisation_id
        if to is None:
            raise Conflict("Nobody had been assigned: name who follows the tip up.")
        if to != tip.assigned_organisation_id and not transaction.actor.coordinates:
            raise MalformedInput(errors=[{"pointer": "/organisation_id", "code": "invalid_value"}])
        await _give(transaction, clocks, assignees, tip, now, TipAssign(
            organisation_id=to, child_protection_id=None
        ))  # fmt: skip
        tip.closed_at = tip.duplicate_of_id = None

    row = await move_tip(transaction, tip_id, "reopen", version, reopen)
    return to_response(row, transaction.actor)


async def assign_of_itself(
    transaction: Transaction, clocks: TipClocks, assignees: Assignees, row: Row
) -> Row:
    """Assign a tip that was just recorded to whom the table names; as it is if it names nobody.

    What the table names may have left, or be of another type: then the coordination assigns it.
    """
    chosen = choose(assignees, TIP_RECORDS.load(row)[0])
    if chosen is None:
        return row
    async with transaction.elevated():
        tip, now = await TIP_RECORDS.lock(transaction, row["id"])
        to = TipAssign(organisation_id=chosen, child_protection_id=None)
        try:
            await _give(transaction, clocks, assignees, tip, now, to)
        except ServiceError:
            return await TIP_RECORDS.find(transaction, row["id"])
        await TIP_RECORDS.cause(transaction, tip, "assign", now, by_time=True)
        return await TIP_RECORDS.find(transaction, row["id"])
