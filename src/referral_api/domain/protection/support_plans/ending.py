"""The end of a support plan: completed, ended early, entered in error, or ended with the file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.status import ClosureReason
from referral_api.domain.codelists.support_plans import GoalProgress, PlanEndReason
from referral_api.domain.identification.cases.lifecycle import is_reported_dead
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.protection.follow_ups.planning import plan_after_departure
from referral_api.domain.protection.support_plans.goals import GOALS
from referral_api.domain.protection.support_plans.lifecycle import OPEN
from referral_api.domain.protection.support_plans.operations import change_plan
from referral_api.domain.protection.support_plans.records import (
    SUPPORT_GOAL_RECORDS,
    SUPPORT_PLAN_RECORDS,
    to_response,
)
from referral_api.domain.protection.support_plans.schemas import SupportPlanEnd, SupportPlanRead
from referral_api.domain.protection.support_plans.tables import SupportPlan
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Conflict

_TO_DO = frozenset({GoalProgress.NOT_STARTED, GoalProgress.UNDER_WAY})
_OPEN_PLANS = Statement(
    select(SupportPlan, func.now().label("now"))
    .where(
        col(SupportPlan.case_id) == bindparam("case_id"),
        one_of(col(SupportPlan.status), sorted(OPEN)),
    )
    .order_by(col(SupportPlan.id))
    .with_for_update()
)
# Why a plan ends with the file; for all other reasons it is another.
_BY_CLOSURE = {
    ClosureReason.SUPPORT_COMPLETED: PlanEndReason.GOALS_MET,
    ClosureReason.REINTEGRATED: PlanEndReason.GOALS_MET,
    ClosureReason.RETURNED_ABROAD: PlanEndReason.MOVED,
    ClosureReason.TRANSFERRED_OUTSIDE: PlanEndReason.HANDED_OVER,
    ClosureReason.PERSON_DECLINED: PlanEndReason.PERSON_REQUEST,
    ClosureReason.LOST_CONTACT: PlanEndReason.LOST_CONTACT,
    ClosureReason.DECEASED: PlanEndReason.DECEASED,
}


async def complete_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, version: int
) -> SupportPlanRead:
    """Complete a plan whose goals are closed, and plan the follow-ups that the person agreed to."""

    async def complete(plan: SupportPlan, now: datetime) -> None:
        goals = await transaction.all(GOALS, plan_id=plan_id)
        if any(goal["progress"] in _TO_DO for goal in goals):
            raise Conflict("A goal of this plan is still open.")
        plan.ended_on, plan.end_reason = now.date(), PlanEndReason.GOALS_MET

    done = await change_plan(transaction, case_id, plan_id, "complete", version, complete)
    case = await get_case(transaction, case_id)
    if not is_reported_dead(case) and done.closed_at is not None:
        custodian_id = transaction.actor.organisation_id
        await plan_after_departure(transaction, case_id, custodian_id, done.closed_at)
    return done


async def end_plan_early(
    transaction: Transaction, case_id: UUID, plan_id: UUID, end: SupportPlanEnd, version: int
) -> SupportPlanRead:
    """End a plan, with a reason. A fact: whatever the file says."""
    await check_of_case(transaction, SUPPORT_PLAN_RECORDS, case_id, plan_id, "end_early")

    def close(plan: SupportPlan, now: datetime) -> None:
        plan.ended_on, plan.end_reason = now.date(), end.reason

    row = await SUPPORT_PLAN_RECORDS.transition(transaction, plan_id, "end_early", version, close)
    return to_response(row)


async def mark_plan_as_error(
    transaction: Transaction, case_id: UUID, plan_id: UUID, version: int
) -> SupportPlanRead:
    """Mark a plan that should never have been drafted, and its goals."""
    await check_of_case(transaction, SUPPORT_PLAN_RECORDS, case_id, plan_id, "mark_error")
    row = await SUPPORT_PLAN_RECORDS.transition(transaction, plan_id, "mark_error", version)
    for found in await transaction.all(GOALS, plan_id=plan_id):
        goal, at = await SUPPORT_GOAL_RECORDS.lock(transaction, found["id"])
        await SUPPORT_GOAL_RECORDS.cause(transaction, goal, "mark_error", at)
    return to_response(row)


async def end_plans(transaction: Transaction, case_id: UUID, reason: ClosureReason) -> None:
    """End the open plans of a case that is being closed."""
    async with transaction.elevated():
        for row in await transaction.all(_OPEN_PLANS, case_id=case_id):
            plan, at = SUPPORT_PLAN_RECORDS.load(row)
            plan.ended_on = at.date()
            plan.end_reason = _BY_CLOSURE.get(reason, PlanEndReason.OTHER)
            await SUPPORT_PLAN_RECORDS.cause(transaction, plan, "end", at)
