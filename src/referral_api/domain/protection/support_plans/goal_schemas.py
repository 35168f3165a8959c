"""Request and response schemas of the goals of a support plan."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.support_plans import GoalProgress, PlanDomain
from referral_api.schemas import Day, Payload, RecordId, Resource, ShortText

_DOMAIN = "What the goal is about."
_WANTED = "Whether the person wants it."
_RESPONSIBLE = "The organisation that is responsible for it. To be named opens no access."
_DUE = "The day by which it should be reached."
_ACHIEVED = "The day on which it was achieved."
_PROGRESS = "How far it is."


class SupportGoalAdd(Payload):
    """A goal, in the words of the person where possible."""

    id: RecordId | None = None
    domain: PlanDomain = Field(description=_DOMAIN)
    objective: ShortText = Field(description="What is to be reached, sealed. Never a name.")
    wanted_by_person: Answer = Field(description=_WANTED)
    responsible_organisation_id: UUID | None = Field(None, description=_RESPONSIBLE)
    due_on: Day | None = Field(None, description=_DUE)


class SupportGoalRevise(Payload):
    """How far the goal is. Who is responsible for it says so; the rest is the custodian's."""

    progress: GoalProgress = Field(description=_PROGRESS)
    achieved_on: Day | None = Field(
        None, description="With the progress `achieved` alone; left out: today."
    )
    objective: ShortText | None = Field(None, description="What is to be reached, sealed.")
    wanted_by_person: Answer | None = Field(None, description=_WANTED)
    responsible_organisation_id: UUID | None = Field(None, description=_RESPONSIBLE)
    due_on: Day | None = Field(None, description=_DUE)


class SupportGoalRead(Resource):
    """A goal of a support plan."""

    id: UUID
    case_id: UUID
    plan_id: UUID = Field(description="The support plan that it belongs to.")
    status: RecordStatus
    domain: PlanDomain = Field(description=_DOMAIN)
    objective: str | None = Field(
        description="What is to be reached; null unless it is read by itself or with its plan."
    )
    wanted_by_person: Answer = Field(description=_WANTED)
    responsible_organisation_id: UUID | None = Field(description=_RESPONSIBLE)
    due_on: date | None = Field(description=_DUE)
    achieved_on: date | None = Field(description=_ACHIEVED)
    progress: GoalProgress = Field(description=_PROGRESS)
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
