"""Details that come later: what the reporter adds is part of the tip, what the assignee adds is not
shown to the reporter. Nothing that was told is taken away.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.deadline_policy import TipClocks
from referral_api.domain.identification.tips.assignees import (
    Assignees,
    find_child_protection,
)
from referral_api.domain.identification.tips.lifecycle import concerns_children
from referral_api.domain.identification.tips.policy import to_response
from referral_api.domain.identification.tips.records import check_side, move_tip
from referral_api.domain.identification.tips.schemas import TipAddDetails, TipRead
from referral_api.domain.identification.tips.tables import Tip, TipDetail
from referral_api.domain.network.organisations.queries import find_type
from referral_api.domain.records.sealed.keys import find_key, seal_texts
from referral_api.errors import Conflict, Forbidden
from referral_api.permissions import Role
from referral_api.security.vault import Vault

_ANSWERS = ("still_going_on", "children_seen", "immediate_danger")
_LISTS = ("suspected_forms", "signs")
_ADD = Statement(
    insert_into(
        TipDetail, "id", "tip_id", "organisation_id", "agent_id", *_ANSWERS, *_LISTS,
        "sealed_narrative", "sealed_approach_risks",
    )
)  # fmt: skip


async def add_details(
    transaction: Transaction, vault: Vault, clocks: TipClocks, assignees: Assignees, tip_id: UUID,
    more: TipAddDetails, version: int,
) -> TipRead:  # fmt: skip
    """Add to a tip, as whoever reported it, a supervisor of its organisation, or the assignee.

    Forbidden to another agent of the reporter's organisation; Conflict if its key was destroyed.
    """
    actor = transaction.actor
    await check_side(transaction, tip_id, "add_details")
    key = await find_key(transaction, tip_id)

    async def add(tip: Tip, now: datetime) -> None:
        follows = tip.assigned_organisation_id == actor.organisation_id
        is_reporter = tip.recorded_by_agent_id == actor.agent_id
        if not (follows or is_reporter or Role.SUPERVISOR in actor.roles):
            raise Forbidden
        if follows:
            tip.acted_at = tip.acted_at or now
        if tip.recorded_by_organisation_id == actor.organisation_id:
            _merge(tip, more, clocks, now)
        await _tell_child_protection(transaction, assignees, tip, more)

    if key is None:
        raise Conflict("What is sealed of this tip was destroyed.")
    row = await move_tip(transaction, tip_id, "add_details", version, add)
    sealed = seal_texts(
        vault, key, "tip", tip_id, narrative=more.narrative, approach_risks=more.approach_risks
    )
    await transaction.run(
        _ADD, id=uuid7(), tip_id=tip_id, organisation_id=actor.organisation_id,
        agent_id=actor.agent_id, **{name: getattr(more, name) for name in (*_ANSWERS, *_LISTS)},
        **sealed,
    )  # fmt: skip
    return to_response(row, actor)


def _merge(tip: Tip, more: TipAddDetails, clocks: TipClocks, now: datetime) -> None:
    """Let what the reporter adds be part of the tip. A ``yes`` stays."""
    for name in _ANSWERS:
        if getattr(more, name) is not Answer.NOT_ASKED and getattr(tip, name) != Answer.YES:
            setattr(tip, name, getattr(more, name))
    for name in _LISTS:
        both: Any = dict.fromkeys([*getattr(tip, name), *getattr(more, name)])
        setattr(tip, name, list(both))
    if tip.immediate_danger == Answer.YES and tip.urgency != Priority.EMERGENCY:
        tip.urgency, clock = Priority.EMERGENCY, clocks[Priority.EMERGENCY]
        tip.assign_by = tip.assign_by and min(tip.assign_by, now + clock.assign)
        tip.act_by = tip.act_by and min(tip.act_by, now + clock.act)


async def _tell_child_protection(
    transaction: Transaction, assignees: Assignees, tip: Tip, more: TipAddDetails
) -> None:
    """Find child protection for an assigned tip that turns out to concern children."""
    concerned = more.children_seen in {Answer.YES, Answer.UNKNOWN} or concerns_children(tip)
    assignee = tip.assigned_organisation_id
    if assignee is None or tip.child_protection_id is not None or not concerned:
        return
    kind = await find_type(transaction, assignee)
    heard = Tip(**{**tip.model_dump(), "children_seen": Answer.YES})
    tip.child_protection_id = await find_child_protection(transaction, assignees, None, heard, kind)
