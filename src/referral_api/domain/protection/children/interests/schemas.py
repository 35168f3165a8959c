"""Request and response schemas of best-interests assessments and determinations."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.assessments import RiskLevel
from referral_api.domain.codelists.best_interests import (
    BestInterestFactor,
    BestInterestMeasure,
    PersonHeard,
    UnheardReason,
)
from referral_api.schemas import Day, Flag, LongText, Payload, RecordId, Resource


class FactorFinding(Payload):
    """What was found on one factor."""

    factor: BestInterestFactor = Field(description="The factor.")
    finding: LongText = Field(description="What was found, sealed.")
    concern: RiskLevel = Field(description="How great the concern is.")


class BestInterestsAssessmentRecord(Payload):
    """An assessment by one agent, before any lasting measure."""

    id: RecordId | None = None
    assessed_on: Day = Field(description="The day of the assessment. Not later than today.")
    assessor_id: UUID | None = Field(
        None, description="The agent who assessed; the caller if left out."
    )
    is_urgent: Flag = Field(False, description="True: the urgent form, within 72 hours.")  # noqa: FBT003
    heard: list[PersonHeard] = Field(
        max_length=8, description="Who was heard. It contains `child`, or a reason is given."
    )
    not_heard_reason: UnheardReason | None = Field(None, description="Why the child was not heard.")
    factors: list[FactorFinding] = Field(
        min_length=4, max_length=4, description="Each of the four factors, once."
    )
    recommended: list[BestInterestMeasure] = Field(
        min_length=1, max_length=5, description="What is recommended."
    )
    needs_determination: Flag = Field(
        False,  # noqa: FBT003
        description="True: a panel determines. Always so for a return, a reunification, a placement"
        " and a separation from the carer.",
    )


class FactorRead(Resource):
    """What was found on one factor."""

    factor: BestInterestFactor = Field(description="The factor.")
    finding: str | None = Field(
        description="What was found; null unless the assessment is read by itself."
    )
    concern: RiskLevel = Field(description="How great the concern is.")


class BestInterestsAssessmentRead(Resource):
    """A best-interests assessment of a child."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    assessed_on: date = Field(description="The day of the assessment.")
    assessor_id: UUID = Field(description="The agent who assessed.")
    is_urgent: bool = Field(description="True: the urgent form.")
    heard: list[PersonHeard] = Field(description="Who was heard.")
    not_heard_reason: UnheardReason | None = Field(description="Why the child was not heard.")
    factors: list[FactorRead] = Field(description="The four factors.")
    recommended: list[BestInterestMeasure] = Field(description="What is recommended.")
    needs_determination: bool = Field(description="True: a panel determines.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int


class OptionWeighed(Payload):
    """One option that the panel weighed."""

    measure: BestInterestMeasure = Field(description="The measure.")
    in_favour: LongText = Field(description="What speaks for it, sealed.")
    against: LongText = Field(description="What speaks against it, sealed.")


class BestInterestsDetermine(Payload):
    """A determination by a panel on an assessment."""

    id: RecordId | None = None
    assessment_id: UUID = Field(description="The best-interests assessment of the same child.")
    panel: list[UUID] = Field(
        min_length=3, max_length=12,
        description="The agents of the panel, of two organisations at least, one of them of child"
        " protection; never the assessor.",
    )  # fmt: skip
    options: list[OptionWeighed] = Field(
        min_length=2, max_length=11, description="The options, each once."
    )
    decision: BestInterestMeasure = Field(description="The option that was chosen.")
    dissent: LongText | None = Field(None, description="What a member held otherwise, sealed.")
    decided_on: Day = Field(description="The day of the decision. Not later than today.")
    review_by: Day = Field(description="When it is reviewed: within 12 months.")
    own_view_ids: list[UUID] = Field(
        [], max_length=20, description="The child's own views. None needs a reason."
    )
    no_view_reason: UnheardReason | None = Field(
        None, description="Why no view of the child is at hand."
    )


class OptionRead(Resource):
    """One option that the panel weighed."""

    measure: BestInterestMeasure = Field(description="The measure.")
    in_favour: str | None = Field(
        description="What speaks for it; null unless the determination is read by itself."
    )
    against: str | None = Field(
        description="What speaks against it; null unless the determination is read by itself."
    )


class BestInterestsDeterminationRead(Resource):
    """A best-interests determination of a child."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    assessment_id: UUID = Field(description="The assessment on which the panel decided.")
    panel: list[UUID] = Field(description="The agents of the panel.")
    options: list[OptionRead] = Field(description="The options that were weighed.")
    decision: BestInterestMeasure = Field(description="The option that was chosen.")
    dissent: str | None = Field(
        description="What a member held otherwise; null unless it is read by itself."
    )
    decided_on: date = Field(description="The day of the decision.")
    review_by: date = Field(description="When it is reviewed.")
    own_view_ids: list[UUID] = Field(description="The child's own views.")
    no_view_reason: UnheardReason | None = Field(description="Why no view of the child is at hand.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
