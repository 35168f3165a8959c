"""Request and response schemas of follow-ups."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer, IncomeLevel
from referral_api.domain.codelists.follow_ups import (
    FollowUpMode,
    FollowUpPoint,
    FollowUpResult,
    FollowUpStatus,
    LivingSituation,
    OccupationSituation,
    ReintegrationOutcome,
)
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource


class FollowUpPlan(Payload):
    """A follow-up to plan, with a consent to be contacted."""

    id: RecordId | None = None
    point: FollowUpPoint = Field(description="How long after the day it is due.")
    counted_from: Day = Field(
        description="The day of the departure, the return or the end of the plan."
    )
    due_on: Day | None = Field(
        None, description="Needed for the point `other`, and for no other: they say it."
    )


class FollowUpRecord(Payload):
    """How the person is. Leave out what was not asked."""

    done_on: Day = Field(description="The day of the contact. Not later than today.")
    mode: FollowUpMode | None = Field(None, description="How the person was reached.")
    safe_channel_used: Answer = Field(
        Answer.NOT_ASKED, description="Whether the way was the one that the person named."
    )
    result: FollowUpResult = Field(description="Whether the person was reached, and if not why.")
    living: LivingSituation | None = Field(None, description="Where the person lives.")
    income: IncomeLevel | None = Field(
        None, description="The income of the household, in the person's view."
    )
    school_or_work: OccupationSituation | None = Field(None, description="What the person does.")
    safe: Answer = Field(Answer.NOT_ASKED, description="Whether the person feels safe.")
    stigma: Answer = Field(Answer.NOT_ASKED, description="Whether others shun the person.")
    new_exploitation: Answer = Field(Answer.NOT_ASKED, description="`yes` alerts the coordination.")
    needs_help: Answer = Field(Answer.NOT_ASKED, description="Whether the person asks for help.")
    outcome: ReintegrationOutcome | None = Field(
        None, description="How far the person has found a life of their own."
    )
    own_words: LongText | None = Field(None, description="What the person said, sealed.")


class FollowUpRead(Resource):
    """A follow-up of a case."""

    id: UUID
    case_id: UUID
    consent_id: UUID
    status: FollowUpStatus
    point: FollowUpPoint = Field(description="How long after the day it is due.")
    counted_from: date = Field(description="The day from which it is counted.")
    due_on: date = Field(description="The day on which it is due.")
    is_overdue: bool = Field(description="True: it was due by now, and is not done.")
    done_on: date | None = Field(description="The day of the contact.")
    mode: FollowUpMode | None = Field(description="How the person was reached.")
    safe_channel_used: Answer = Field(
        description="Whether the way was the one that the person named."
    )
    result: FollowUpResult | None = Field(
        description="Whether the person was reached, and if not why."
    )
    living: LivingSituation | None = Field(description="Where the person lives.")
    income: IncomeLevel | None = Field(
        description="The income of the household, in the person's view."
    )
    school_or_work: OccupationSituation | None = Field(description="What the person does.")
    safe: Answer = Field(description="Whether the person feels safe.")
    stigma: Answer = Field(description="Whether others shun the person.")
    new_exploitation: Answer = Field(description="Whether the person was exploited again.")
    needs_help: Answer = Field(description="Whether the person asks for help.")
    outcome: ReintegrationOutcome | None = Field(
        description="How far the person has found a life of their own."
    )
    own_words: str | None = Field(
        description="What the person said; null unless it is read by itself."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
