"""The records of support plans and goals: who answers for the person, and who is responsible."""

from uuid import UUID

from sqlalchemy import false

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.support_plans.goal_schemas import SupportGoalRead
from referral_api.domain.protection.support_plans.lifecycle import (
    IN_FORCE,
    SUPPORT_GOALS,
    SUPPORT_PLANS,
)
from referral_api.domain.protection.support_plans.schemas import SupportPlanRead
from referral_api.domain.protection.support_plans.tables import SupportGoal, SupportPlan
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import SupportGoalPermission, SupportPlanPermission


async def find_sides(transaction: Transaction, plan: SupportPlan) -> set[Side]:
    """Return the caller's sides of a plan."""
    answers = transaction.actor.organisation_id == plan.custodian_id
    return {Side.CUSTODIAN} if answers else set()


async def find_sides_of_goal(transaction: Transaction, goal: SupportGoal) -> set[Side]:
    """Return the caller's sides of a goal: of the person's custodian, of the responsible."""
    own = transaction.actor.organisation_id
    sides = {
        Side.CUSTODIAN: own == goal.custodian_id,
        Side.RECEIVER: own == goal.responsible_organisation_id,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(record: SupportPlan | SupportGoal) -> list[UUID]:
    # Who is named in a goal may not read it: of others it cannot be said beforehand.
    return [] if record.custodian_id is None else [record.custodian_id]


_AGREED = ("agreed_by_person", "copy_given", "explained_in", "planned_end_on", "review_by")
SUPPORT_PLAN_RECORDS = Records(
    SupportPlan,
    SUPPORT_PLANS,
    subject="support_plan",
    creation=SupportPlanPermission.DRAFT,
    columns=(
        "id", "case_id", "custodian_id", "assessment_id", "status", *_AGREED,
        "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=(
        "status", "assessment_id", *_AGREED, "ended_on", "end_reason", "activated_at",
        "planned_at", "closed_at",
    ),
    pages=VisiblePages(SupportPlan, false(), section=Section.PROTECTION),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip

_REVISED = (
    "sealed_objective", "wanted_by_person", "responsible_organisation_id", "due_on", "progress",
)  # fmt: skip
SUPPORT_GOAL_RECORDS = Records(
    SupportGoal,
    SUPPORT_GOALS,
    subject="support_goal",
    creation=SupportGoalPermission.ADD,
    columns=(
        "id", "case_id", "plan_id", "custodian_id", "status", "domain", *_REVISED,
        "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=("status", *_REVISED, "achieved_on", "closed_at"),
    pages=VisiblePages(SupportGoal, false(), section=Section.PROTECTION),
    sides=find_sides_of_goal,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(row: Row, goals: list[SupportGoalRead] | None = None) -> SupportPlanRead:
    """Turn a row into a response, with its goals if they were read."""
    due = row["status"] in IN_FORCE and row["review_by"] <= row["now"].date()
    return SupportPlanRead(**row, goals=goals, is_review_due=due)


def to_goal_response(row: Row, objective: str | None = None) -> SupportGoalRead:
    """Turn a row into a response, with its objective if it was opened."""
    return SupportGoalRead(**row, objective=objective)
