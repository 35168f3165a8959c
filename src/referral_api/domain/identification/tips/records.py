"""The records of tips: the reporter, the assignee, child protection, and the coordination."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, and_, bindparam, or_
from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.tips import TipDismissalReason, TipFeedback, TipStatus
from referral_api.domain.identification.scenes.columns import SCENE_COLUMNS
from referral_api.domain.identification.scenes.counts import count_names
from referral_api.domain.identification.scenes.partial_dates import partial_date_names
from referral_api.domain.identification.tips.feedback import tell_reporters
from referral_api.domain.identification.tips.lifecycle import TIPS
from referral_api.domain.identification.tips.tables import Tip
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.errors import Conflict, InvalidTransition
from referral_api.permissions import Actor, TipPermission

Change = Callable[[Tip, datetime], Awaitable[None] | None]
_FOLLOWED: dict[str, str | None] = {
    TipStatus.ASSIGNED: TipFeedback.BEING_LOOKED_AT, TipStatus.LINKED: TipFeedback.ACTED_ON,
}  # fmt: skip
_DISMISSED: dict[str, str] = {reason: reason.feedback for reason in TipDismissalReason}
_ADDED = ("still_going_on", "children_seen", "immediate_danger", "suspected_forms", "signs")
_ASSIGNMENT = (
    "assigned_organisation_id", "child_protection_id", "assigned_at", "assign_by",
    "assign_delay_at", "act_by", "act_delay_at", "acted_at",
)  # fmt: skip


async def find_sides(transaction: Transaction, tip: Tip) -> set[Side]:
    """Return the caller's sides of a tip: the reporter's, the assignee's, the coordination's."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == tip.recorded_by_organisation_id,
        Side.RECEIVER: actor.organisation_id == tip.assigned_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(tip: Tip) -> list[UUID]:
    """Return who hears of each act. The reporter hears of its feedback, and of nothing else."""
    told = {tip.assigned_organisation_id, tip.child_protection_id, tip.coordination_id} - {None}
    return sorted(told, key=str)  # type: ignore[arg-type]


def _settle(tip: Tip) -> None:
    """Let the feedback follow the state; that of a duplicate follows the other tip."""
    if tip.status == TipStatus.DISMISSED:
        tip.reporter_feedback = _DISMISSED[tip.dismissal_reason or ""]
    else:
        tip.reporter_feedback = _FOLLOWED.get(tip.status, tip.reporter_feedback)


TIP_RECORDS = Records(
    Tip,
    TIPS,
    subject="tip",
    creation=TipPermission.REPORT,
    columns=(
        "id", "code", "status", "channel", *partial_date_names("observed_from"),
        *partial_date_names("observed_until"), *SCENE_COLUMNS, "sealed_locality", *_ADDED,
        *count_names("seen"), "people_seen_precision", "urgency", "languages", "anonymous",
        "source_relation", "source_at_risk", "sealed_narrative", "sealed_approach_risks", "digest",
        "coordination_id", "assign_by", "recorded_by_organisation_id", "recorded_by_agent_id",
        "version",
    ),
    mutable=(
        "status", *_ADDED, "urgency", *_ASSIGNMENT, "return_reason", "dismissal_reason",
        "dismissal_proposed_by_agent_id", "duplicate_of_id", "incident_id", "case_ids",
        "reporter_feedback", "closed_at",
    ),
    pages=VisiblePages(
        Tip, col(Tip.recorded_by_organisation_id) == READER,
        col(Tip.assigned_organisation_id) == READER, col(Tip.child_protection_id) == READER,
        # Of the tips whose status the reader is shown.
        filters={
            "shown": and_(
                col(Tip.status) == bindparam("shown", type_=Text()),
                or_(
                    col(Tip.recorded_by_organisation_id) != READER,
                    col(Tip.assigned_organisation_id) == READER,
                    col(Tip.child_protection_id) == READER,
                ),
            )
        },
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="coordination_id",
    settle=_settle,
)  # fmt: skip


async def check_side(transaction: Transaction, tip_id: UUID, event: str) -> None:
    """Raise NotFound for a tip out of sight, Forbidden to who may not cause the event."""
    found, _ = TIP_RECORDS.load(await TIP_RECORDS.find(transaction, tip_id))
    TIPS.check_side(event, await find_sides(transaction, found))


def follows_up(row: Row, actor: Actor) -> bool:
    """Say whether the reader follows the tip up, or the flow of all: then it sees all of it."""
    following = {row["assigned_organisation_id"], row["child_protection_id"]}
    is_reporter = row["recorded_by_organisation_id"] == actor.organisation_id
    return actor.coordinates or not is_reporter or actor.organisation_id in following


async def move_tip(
    transaction: Transaction, tip_id: UUID, event: str, version: int, change: Change | None = None
) -> Row:
    """Make one transition, and tell whoever reported the tip if the feedback is another.

    NotFound for a tip out of sight, Forbidden to who may not cause the event; a plain Conflict to a
    reporter that is not to learn what came of the tip.
    """
    await check_side(transaction, tip_id, event)
    known: dict[str, str | None] = {}

    async def remember(tip: Tip, now: datetime) -> None:
        known["feedback"] = tip.reporter_feedback
        pending = change(tip, now) if change else None
        if pending is not None:
            await pending

    # Whoever gives a tip away does not see it any more.
    async with transaction.elevated():
        try:
            row = await TIP_RECORDS.transition(transaction, tip_id, event, version, remember)
        except InvalidTransition:
            if follows_up(await TIP_RECORDS.find(transaction, tip_id), transaction.actor):
                raise
            raise Conflict from None
        if row["reporter_feedback"] != known["feedback"]:
            await tell_reporters(transaction, row)
    return row


def is_overdue(row: Row) -> bool:
    """Say whether a limit of a tip has passed, at the row's ``now``, reported or not."""
    return any(TIPS.is_late(row, limit) for limit in ("assign_by", "act_by"))
