"""Request and response schemas of decisions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.exploitation import (
    ExploitationForm,
    Indicator,
    Means,
    TraffickingAct,
)
from referral_api.domain.codelists.status import (
    DecisionEvent,
    DecisionFinding,
    DecisionGround,
    IdentificationStatus,
    ReviewReason,
)
from referral_api.schemas import LongText, Payload, Resource

_DEFAULT = "Left out, those of the named episodes together."
_EPISODES = (
    "The episodes of exploitation that the decision rests on. A decision that says acts, means and"
    " forms itself needs none."
)

_FINDING = (
    "What the person is who is not found to be a victim of trafficking. Who was smuggled is helped"
    " all the same, counted apart, and among no victims."
)


class DecisionRecord(Payload):
    """One step of identification. To identify takes a ground, an act, a purpose and, for an adult,
    a means. To take up again what was found not presumed, without follow-up or identified takes a
    ground, a reason for the review, or reasons in words.
    """

    event: DecisionEvent
    acts: list[TraffickingAct] = Field([], max_length=10, description=_DEFAULT)
    means: list[Means] = Field([], max_length=10, description=_DEFAULT)
    forms: list[ExploitationForm] = Field(
        [], max_length=22, description=f"The purpose: forms of exploitation. {_DEFAULT}"
    )
    indicators: list[Indicator] = Field([], max_length=11)
    ground: DecisionGround | None = None
    review_reason: ReviewReason | None = Field(
        None, description="Why an earlier finding is taken up again."
    )
    finding: DecisionFinding | None = Field(
        None, description=f"{_FINDING} Of `not_presume` and `not_identify` alone."
    )
    exploitation_ids: list[UUID] = Field([], max_length=20, description=_EPISODES)
    screening_id: UUID | None = Field(
        None, description="A screening that the decision cites. Its advice decides nothing."
    )
    reasons: LongText | None = Field(None, description="Sealed with the person's key.")


class DecisionRead(Resource):
    """A decision: the step, the agent, the time and the grounds."""

    id: UUID
    case_id: UUID
    event: DecisionEvent
    from_status: IdentificationStatus
    to_status: IdentificationStatus
    acts: list[TraffickingAct]
    means: list[Means]
    forms: list[ExploitationForm]
    indicators: list[Indicator]
    exploitation_ids: list[UUID] = Field(description=_EPISODES)
    screening_id: UUID | None = Field(description="The screening that the decision cites.")
    treated_as_child: bool
    ground: DecisionGround | None
    review_reason: ReviewReason | None = Field(
        None,
        description="Why an earlier finding is taken up again. `age_or_sex_corrected` is also "
        "recorded by itself, with a correction of the file that undoes a ground.",
    )
    finding: DecisionFinding | None = Field(None, description=_FINDING)
    reasons: str | None = Field(
        None, description="Present when the decisions are read, not when one is recorded."
    )
    organisation_id: UUID
    agent_id: UUID
    decided_at: datetime


class Decisions(Resource):
    """The decisions of one case, in order."""

    items: list[DecisionRead]
