"""Drafting, agreeing, reviewing and ending a support plan. Help needs none."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.support_plans import PlanStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.open_case import check_not_reported_dead, check_open
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.protection.assessments.records import ASSESSMENT_RECORDS
from referral_api.domain.protection.children.views.on_file import has_spoken
from referral_api.domain.protection.support_plans.goals import GOALS, insert_goal, show_goal
from referral_api.domain.protection.support_plans.records import (
    SUPPORT_PLAN_RECORDS,
    to_response,
)
from referral_api.domain.protection.support_plans.schemas import (
    SupportPlanActivate,
    SupportPlanDraft,
    SupportPlanRead,
    SupportPlanReview,
    SupportPlanRevise,
)
from referral_api.domain.protection.support_plans.tables import SupportPlan
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Conflict, MalformedInput, NotFound
from referral_api.permissions import SupportPlanPermission
from referral_api.security.vault import Vault

Revise = Callable[[SupportPlan, datetime], Awaitable[None]]


async def draft_plan(
    transaction: Transaction, vault: Vault, case_id: UUID, draft: SupportPlanDraft,
    first_review: timedelta,
) -> SupportPlanRead:  # fmt: skip
    """Draft a plan, as who answers for the person, on an assessment of the case."""
    case = await get_case(transaction, case_id)
    await check_answers_for_person(transaction, case_id)
    await check_open(transaction, case_id)
    check_not_reported_dead(case)
    await _find_assessment(transaction, case_id, draft.assessment_id)
    _check_review(draft.review_by, (await read_clock(transaction)).date(), first_review)
    actor = transaction.actor
    fields: dict[str, Any] = draft.model_dump(exclude={"goals"}) | {
        "id": draft.id or uuid7(), "case_id": case_id, "version": 1,
        "custodian_id": case.protection_custodian_id, "status": PlanStatus.DRAFT,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    row = await SUPPORT_PLAN_RECORDS.add(transaction, fields)
    for place, goal in enumerate(draft.goals):
        pointer = f"goals/{place}/responsible_organisation_id"
        await insert_goal(transaction, vault, row, goal, pointer)
    return to_response(row)


async def _find_assessment(transaction: Transaction, case_id: UUID, assessment_id: UUID) -> Row:
    """Find the assessment that a plan rests on; MalformedInput if it is none of this case."""
    none = MalformedInput(errors=[{"pointer": "/assessment_id", "code": "invalid_value"}])
    try:
        row = await ASSESSMENT_RECORDS.find(transaction, assessment_id)
    except NotFound:
        raise none from None
    if row["case_id"] != case_id or row["status"] != RecordStatus.RECORDED:
        raise none
    return row


def _check_review(review_by: date, today: date, longest: timedelta) -> None:
    if not today <= review_by <= today + longest:
        raise MalformedInput(errors=[{"pointer": "/review_by", "code": "out_of_range"}])


async def change_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, event: str, version: int,
    change: Revise,
) -> SupportPlanRead:  # fmt: skip
    """Make a transition of a plan, while the file is open."""
    await check_of_case(transaction, SUPPORT_PLAN_RECORDS, case_id, plan_id, event)
    await check_open(transaction, case_id)
    row = await SUPPORT_PLAN_RECORDS.transition(transaction, plan_id, event, version, change)
    return to_response(row)


async def activate_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, activation: SupportPlanActivate,
    version: int, first_review: timedelta,
) -> SupportPlanRead:  # fmt: skip
    """Put a plan in force, with the person's consent to it.

    Of a child that does not say yes or no, the own view on file is enough. AlreadyExists while
    another plan is in force.
    """
    case = await get_case(transaction, case_id)
    is_child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)

    async def activate(plan: SupportPlan, now: datetime) -> None:
        _check_review(activation.review_by, now.date(), first_review)
        if not await transaction.all(GOALS, plan_id=plan_id):
            raise Conflict("A plan needs a goal.")
        answer = activation.agreed_by_person
        agreed = answer is Answer.YES
        if is_child and answer is not Answer.NO:
            agreed = agreed or await has_spoken(transaction, case_id)
        if not agreed:
            raise Conflict("The person has not agreed to this plan.")
        plan.agreed_by_person = answer
        plan.copy_given = activation.copy_given or plan.copy_given
        plan.review_by = activation.review_by
        plan.activated_at = plan.planned_at = now

    return await change_plan(transaction, case_id, plan_id, "activate", version, activate)


async def revise_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, revision: SupportPlanRevise,
    version: int, every: timedelta,
) -> SupportPlanRead:  # fmt: skip
    """Review a plan; Conflict if the person does not agree any more: suspend or end it."""

    async def revise(plan: SupportPlan, now: datetime) -> None:
        _check_review(revision.review_by, now.date(), every)
        if revision.agreed_by_person is Answer.NO:
            raise Conflict("The person has not agreed to this plan.")
        if revision.assessment_id is not None:
            await _find_assessment(transaction, case_id, revision.assessment_id)
        for name in revision.model_fields_set:
            if (value := getattr(revision, name)) is not None:
                setattr(plan, name, value)
        plan.planned_at = now

    return await change_plan(transaction, case_id, plan_id, "revise", version, revise)


async def pause_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, event: str,
    review: SupportPlanReview, version: int, every: timedelta,
) -> SupportPlanRead:  # fmt: skip
    """Suspend or resume a plan, with the day of its next review."""

    async def pause(plan: SupportPlan, now: datetime) -> None:
        _check_review(review.review_by, now.date(), every)
        plan.review_by = review.review_by

    return await change_plan(transaction, case_id, plan_id, event, version, pause)


async def read_plan(
    transaction: Transaction, vault: Vault, case_id: UUID, plan_id: UUID
) -> SupportPlanRead:
    """Read a plan within sight, with its goals and their objectives."""
    await check_of_case(transaction, SUPPORT_PLAN_RECORDS, case_id, plan_id)
    row = await SUPPORT_PLAN_RECORDS.read(transaction, plan_id, SupportPlanPermission.READ)
    goals = await transaction.all(GOALS, plan_id=plan_id)
    return to_response(row, [await show_goal(transaction, vault, goal) for goal in goals])


async def list_plans(
    transaction: Transaction, case_id: UUID, status: PlanStatus | None, window: Window
) -> Slice[SupportPlanRead]:
    """List the plans of a case within sight, newest first; NotFound if the case is not."""
    await get_case(transaction, case_id)
    return await SUPPORT_PLAN_RECORDS.list(
        transaction, window, SupportPlanPermission.LIST, to_response, case_id=case_id, status=status
    )
