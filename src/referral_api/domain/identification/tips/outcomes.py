"""What becomes of a tip: linked, dismissed by one or by two, a duplicate, or an error."""

from datetime import datetime
from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_all
from referral_api.domain.codelists.tips import TipFeedback, TipStatus
from referral_api.domain.identification.incidents.records import INCIDENT_RECORDS
from referral_api.domain.identification.incidents.reports import note_reported
from referral_api.domain.identification.merged_incidents import find_standing, show_standing
from referral_api.domain.identification.tips.lifecycle import concerns_children
from referral_api.domain.identification.tips.policy import to_response
from referral_api.domain.identification.tips.records import (
    TIP_RECORDS,
    check_side,
    follows_up,
    move_tip,
)
from referral_api.domain.identification.tips.schemas import (
    TipDismiss,
    TipLink,
    TipMarkDuplicate,
    TipRead,
)
from referral_api.domain.identification.tips.tables import Tip
from referral_api.domain.network.organisations.coordinations import check_region
from referral_api.errors import Conflict, MalformedInput, NotFound, SecondPersonNeeded
from referral_api.permissions import TipPermission

_MOST_CASES = 200


async def link_tip(transaction: Transaction, tip_id: UUID, link: TipLink, version: int) -> TipRead:
    """Link a tip to an incident that the assignee sees, or to cases that it answers for."""
    await check_side(transaction, tip_id, "link")
    if link.incident_id is None and not link.case_ids:
        raise MalformedInput(errors=[{"pointer": "/incident_id", "code": "missing"}])
    if link.incident_id is not None:
        await INCIDENT_RECORDS.find(transaction, link.incident_id)
    await check_answers_for_all(transaction, link.case_ids)
    incident_id = await find_standing(transaction, link.incident_id)

    async def attach(tip: Tip, now: datetime) -> None:
        known = await find_standing(transaction, tip.incident_id)
        if incident_id is not None and known not in {None, incident_id}:
            raise Conflict("The tip is linked to another incident.")
        cases = list(dict.fromkeys([*tip.case_ids, *link.case_ids]))
        if len(cases) > _MOST_CASES:
            raise MalformedInput(errors=[{"pointer": "/case_ids", "code": "too_long"}])
        tip.incident_id = incident_id or known
        tip.case_ids, tip.acted_at = cases, tip.acted_at or now

    row = await move_tip(transaction, tip_id, "link", version, attach)
    if incident_id is not None:
        await note_reported(transaction, incident_id, row["recorded_at"])
    # Each case has it in its own trail.
    for case_id in dict.fromkeys(link.case_ids):
        await record(transaction, TipPermission.LINK, "tip", tip_id, case_id=case_id)
    return to_response(row, transaction.actor)


async def propose_dismissal(
    transaction: Transaction, tip_id: UUID, dismissal: TipDismiss, version: int
) -> TipRead:
    """Propose to dismiss a tip that may concern children; a second person then dismisses it."""

    async def propose(tip: Tip, now: datetime) -> None:
        await _act(transaction, tip, now)
        tip.dismissal_reason = dismissal.reason
        tip.dismissal_proposed_by_agent_id = transaction.actor.agent_id

    row = await move_tip(transaction, tip_id, "propose_dismissal", version, propose)
    return to_response(row, transaction.actor)


async def dismiss_tip(
    transaction: Transaction, tip_id: UUID, dismissal: TipDismiss, version: int
) -> TipRead:
    """Dismiss a tip. SecondPersonNeeded where children may be concerned, unless another agent has
    proposed it.
    """

    async def dismiss(tip: Tip, now: datetime) -> None:
        await _act(transaction, tip, now)
        if tip.dismissal_proposed_by_agent_id == transaction.actor.agent_id:
            raise SecondPersonNeeded
        tip.dismissal_reason = dismissal.reason

    row = await move_tip(transaction, tip_id, "dismiss", version, dismiss)
    return to_response(row, transaction.actor)


async def mark_duplicate(
    transaction: Transaction, tip_id: UUID, duplicate: TipMarkDuplicate, version: int
) -> TipRead:
    """Mark that a tip says the same as another within sight; both reporters learn the same.

    NotFound for a tip out of sight; Conflict for one that is a duplicate itself.
    """
    await check_side(transaction, tip_id, "mark_duplicate")
    await _find_original(transaction, duplicate.duplicate_of_id)
    # Neither becomes a duplicate of the other meanwhile.
    async with transaction.elevated():
        for one in sorted({tip_id, duplicate.duplicate_of_id}, key=str):
            await TIP_RECORDS.lock(transaction, one)
    original = await _find_original(transaction, duplicate.duplicate_of_id)

    async def repeat(tip: Tip, now: datetime) -> None:
        await _act(transaction, tip, now)
        if tip.id == duplicate.duplicate_of_id:
            raise MalformedInput(errors=[{"pointer": "/duplicate_of_id", "code": "invalid_value"}])
        tip.duplicate_of_id = duplicate.duplicate_of_id
        tip.reporter_feedback = original["reporter_feedback"] or TipFeedback.BEING_LOOKED_AT

    row = await move_tip(transaction, tip_id, "mark_duplicate", version, repeat)
    return to_response(row, transaction.actor)


async def mark_tip_as_error(transaction: Transaction, tip_id: UUID, version: int) -> TipRead:
    """Mark a tip that should never have been recorded. It is out of every figure.

    SecondPersonNeeded if the coordination does so alone where children may be concerned.
    """
    actor = transaction.actor

    async def check(tip: Tip, _: datetime) -> None:
        if tip.recorded_by_organisation_id == actor.organisation_id:
            return
        await check_region(transaction, tip.place_region)
        proposer = tip.dismissal_proposed_by_agent_id
        if concerns_children(tip) and proposer in {None, actor.agent_id}:
            raise SecondPersonNeeded

    row = await move_tip(transaction, tip_id, "mark_error", version, check)
    return (await show_standing(transaction, to_response(row, transaction.actor)))[0]


async def _find_original(transaction: Transaction, tip_id: UUID) -> Row:
    original = await TIP_RECORDS.find(transaction, tip_id)
    if not follows_up(original, transaction.actor):
        raise NotFound
    if original["status"] in {TipStatus.DUPLICATE, TipStatus.ENTERED_IN_ERROR}:
        raise Conflict("That tip is a duplicate itself, or an error.")
    return original


async def _act(transaction: Transaction, tip: Tip, now: datetime) -> None:
    """Note the assignee's first act. Forbidden to the coordination of another region."""
    await check_region(transaction, tip.place_region)
    if tip.assigned_organisation_id == transaction.actor.organisation_id:
        tip.acted_at = tip.acted_at or now
