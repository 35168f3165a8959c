"""The goals of a plan: added by who answers for the person, revised by who is responsible too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.support_plans import GoalProgress
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.support_plans.goal_schemas import (
    SupportGoalAdd,
    SupportGoalRead,
    SupportGoalRevise,
)
from referral_api.domain.protection.support_plans.lifecycle import OPEN, SUPPORT_PLANS
from referral_api.domain.protection.support_plans.records import (
    SUPPORT_GOAL_RECORDS,
    SUPPORT_PLAN_RECORDS,
    to_goal_response,
)
from referral_api.domain.protection.support_plans.tables import SupportGoal, SupportPlan
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Conflict, Forbidden, InvalidTransition, MalformedInput, NotFound
from referral_api.permissions import SupportGoalPermission
from referral_api.security.vault import Vault

_PURPOSE = "support_goal.sealed_objective"
MOST_GOALS = 30
# What the organisation that is responsible for a goal says of it.
_OF_THE_RESPONSIBLE = frozenset({"progress", "achieved_on"})
# Whoever completes or ends the plan waits until the goal is written, or was first.
_HOLD = Statement(
    select(col(SupportPlan.status))
    .where(col(SupportPlan.id) == bindparam("plan_id"))
    .with_for_update(read=True)
)
GOALS = Statement(
    select(SupportGoal, func.now().label("now"))
    .where(
        col(SupportGoal.plan_id) == bindparam("plan_id"),
        col(SupportGoal.status) == literal_code(RecordStatus.RECORDED),
    )
    .order_by(col(SupportGoal.recorded_key))
)


async def add_goal(
    transaction: Transaction, vault: Vault, case_id: UUID, plan_id: UUID, goal: SupportGoalAdd
) -> SupportGoalRead:
    """Add a goal to a plan that is open; Conflict beyond thirty."""
    plan = await _hold_plan(transaction, case_id, plan_id)
    await check_answers_for_person(transaction, case_id)
    if len(await transaction.all(GOALS, plan_id=plan_id)) >= MOST_GOALS:
        raise Conflict("A plan has thirty goals at most.")
    row = await insert_goal(transaction, vault, plan, goal, "responsible_organisation_id")
    return to_goal_response(row)


async def insert_goal(
    transaction: Transaction, vault: Vault, plan: Row, goal: SupportGoalAdd, pointer: str
) -> Row:
    """Write a goal of a plan that is held, or was just made."""
    if goal.responsible_organisation_id is not None:
        await check_organisations_exist(transaction, pointer, [goal.responsible_organisation_id])
    actor, case_id = transaction.actor, plan["case_id"]
    sealed = await seal_narrative(transaction, vault, case_id, _PURPOSE, goal.objective)
    fields: dict[str, Any] = goal.model_dump(exclude={"objective"}) | {
        "id": goal.id or uuid7(), "case_id": case_id, "plan_id": plan["id"], "version": 1,
        "custodian_id": plan["custodian_id"], "status": RecordStatus.RECORDED,
        "progress": GoalProgress.NOT_STARTED, "sealed_objective": sealed,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return await SUPPORT_GOAL_RECORDS.add(transaction, fields)


async def _hold_plan(transaction: Transaction, case_id: UUID, plan_id: UUID) -> Row:
    """Find a plan of the case within sight, and hold it; InvalidTransition if it has ended."""
    plan = await SUPPORT_PLAN_RECORDS.find(transaction, plan_id)
    if plan["case_id"] != case_id:
        raise NotFound
    # Who is responsible for a goal changes nothing of the plan, and so may not lock it.
    async with transaction.elevated():
        held = await transaction.row(_HOLD, plan_id=plan_id)
    if held["status"] not in OPEN:
        raise InvalidTransition(
            current_state=held["status"],
            allowed_events=SUPPORT_PLANS.allowed_events(held["status"]),
        )
    return plan


async def revise_goal(
    transaction: Transaction, vault: Vault, case_id: UUID, plan_id: UUID, goal_id: UUID,
    revision: SupportGoalRevise, version: int,
) -> SupportGoalRead:  # fmt: skip
    """Say how far a goal is; Forbidden if the responsible organisation changes more than that."""
    await check_of_plan(transaction, case_id, plan_id, goal_id, "revise")
    await _hold_plan(transaction, case_id, plan_id)
    named = revision.responsible_organisation_id
    if named is not None:
        await check_organisations_exist(transaction, "responsible_organisation_id", [named])

    async def revise(goal: SupportGoal, now: datetime) -> None:
        given = revision.model_fields_set
        if goal.custodian_id != transaction.actor.organisation_id and given - _OF_THE_RESPONSIBLE:
            raise Forbidden
        achieved = revision.progress is GoalProgress.ACHIEVED
        on = revision.achieved_on
        if on is not None and (not achieved or on > now.date()):
            raise MalformedInput(errors=[{"pointer": "/achieved_on", "code": "out_of_range"}])
        goal.progress = revision.progress
        goal.achieved_on = (on or now.date()) if achieved else None
        for name in ("wanted_by_person", "responsible_organisation_id", "due_on"):
            if (value := getattr(revision, name)) is not None:
                setattr(goal, name, value)
        if revision.objective is not None:
            goal.sealed_objective = await seal_narrative(
                transaction, vault, case_id, _PURPOSE, revision.objective
            )

    row = await SUPPORT_GOAL_RECORDS.transition(transaction, goal_id, "revise", version, revise)
    return to_goal_response(row)


async def check_of_plan(
    transaction: Transaction, case_id: UUID, plan_id: UUID, goal_id: UUID,
    event: str | None = None,
) -> None:  # fmt: skip
    """Raise NotFound for a goal of another plan, Forbidden to who may not cause the event."""
    if (await SUPPORT_GOAL_RECORDS.find(transaction, goal_id))["plan_id"] != plan_id:
        raise NotFound
    await check_of_case(transaction, SUPPORT_GOAL_RECORDS, case_id, goal_id, event)


async def check_goal(transaction: Transaction, case_id: UUID, goal_id: UUID) -> None:
    """Refuse a body that names a goal out of sight, or of another case."""
    none = MalformedInput(errors=[{"pointer": "/goal_id", "code": "invalid_value"}])
    try:
        goal = await SUPPORT_GOAL_RECORDS.find(transaction, goal_id)
    except NotFound:
        raise none from None
    if goal["case_id"] != case_id or goal["status"] != RecordStatus.RECORDED:
        raise none


async def mark_goal_as_error(
    transaction: Transaction, case_id: UUID, plan_id: UUID, goal_id: UUID, version: int
) -> SupportGoalRead:
    """Mark a goal that should never have been recorded."""
    await check_of_plan(transaction, case_id, plan_id, goal_id, "mark_error")
    return to_goal_response(
        await SUPPORT_GOAL_RECORDS.transition(transaction, goal_id, "mark_error", version)
    )


async def read_goal(
    transaction: Transaction, vault: Vault, case_id: UUID, plan_id: UUID, goal_id: UUID
) -> SupportGoalRead:
    """Read a goal within sight, with its objective."""
    await check_of_plan(transaction, case_id, plan_id, goal_id)
    row = await SUPPORT_GOAL_RECORDS.read(transaction, goal_id, SupportGoalPermission.READ)
    return await show_goal(transaction, vault, row)


async def show_goal(transaction: Transaction, vault: Vault, row: Row) -> SupportGoalRead:
    """Turn a row into a response, with its objective opened."""
    sealed = row["sealed_objective"]
    opened = await open_narrative(transaction, vault, row["case_id"], _PURPOSE, sealed)
    return to_goal_response(row, opened)
