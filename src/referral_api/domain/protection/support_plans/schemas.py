"""Request and response schemas of support plans."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.support_plans import PlanEndReason, PlanStatus
from referral_api.domain.protection.support_plans.goal_schemas import (
    SupportGoalAdd,
    SupportGoalRead,
)
from referral_api.schemas import Day, Payload, RecordId, Resource

_ASSESSMENT = "The assessment that it rests on."
_AGREED = "Whether the person agrees. `no` keeps it a draft: the plan is theirs."
_COPY = "Whether the person was given a copy."
_EXPLAINED = "The language in which it was explained."
_PLANNED_END = "The day on which it should be completed."
_REVIEW = "The day by which it is reviewed: within 10 days at first, then within 30."


class SupportPlanDraft(Payload):
    """A plan to talk over with the person."""

    id: RecordId | None = None
    assessment_id: UUID = Field(description=_ASSESSMENT)
    agreed_by_person: Answer = Field(Answer.NOT_ASKED, description=_AGREED)
    copy_given: Answer = Field(Answer.NOT_ASKED, description=_COPY)
    explained_in: Language = Field(description=_EXPLAINED)
    planned_end_on: Day | None = Field(None, description=_PLANNED_END)
    review_by: Day = Field(description=_REVIEW)
    goals: list[SupportGoalAdd] = Field(
        [], max_length=30, description="Its goals; more can be added later."
    )


class SupportPlanActivate(Payload):
    """What the person says to the plan. It needs a goal."""

    agreed_by_person: Answer = Field(description=_AGREED)
    copy_given: Answer | None = Field(None, description=_COPY)
    review_by: Day = Field(description=_REVIEW)


class SupportPlanRevise(Payload):
    """The plan after a review. What you leave out stays."""

    review_by: Day = Field(description=_REVIEW)
    assessment_id: UUID | None = Field(None, description=_ASSESSMENT)
    agreed_by_person: Answer | None = Field(None, description=_AGREED)
    copy_given: Answer | None = Field(None, description=_COPY)
    explained_in: Language | None = Field(None, description=_EXPLAINED)
    planned_end_on: Day | None = Field(None, description=_PLANNED_END)


class SupportPlanReview(Payload):
    """When the plan is looked at again."""

    review_by: Day = Field(description="The day by which it is reviewed: within 30 days.")


class SupportPlanEnd(Payload):
    """Why the plan ends before its goals are closed. At the person's request it ends at once."""

    reason: PlanEndReason


class SupportPlanRead(Resource):
    """A support plan of a case."""

    id: UUID
    case_id: UUID
    assessment_id: UUID = Field(description=_ASSESSMENT)
    status: PlanStatus
    agreed_by_person: Answer = Field(description=_AGREED)
    copy_given: Answer = Field(description=_COPY)
    explained_in: Language = Field(description=_EXPLAINED)
    planned_end_on: date | None = Field(description=_PLANNED_END)
    ended_on: date | None = Field(description="The day on which it ended.")
    review_by: date = Field(description=_REVIEW)
    is_review_due: bool = Field(description="True: it is in force, and its review is due by now.")
    end_reason: PlanEndReason | None = Field(description="Why it ended.")
    activated_at: datetime | None = Field(description="When it was first agreed and active.")
    goals: list[SupportGoalRead] | None = Field(
        description="Its goals; null unless it is read by itself."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
