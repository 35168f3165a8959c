"""Request and response schemas of reconsiderations."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.reconsiderations import (
    LateReason,
    ReconsiderationRequester,
    ReconsiderationStatus,
)
from referral_api.domain.identification.decisions.schemas import DecisionRecord
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource


class ReconsiderationRequest(Payload):
    """The request that a negative decision is taken up again. A late one says why; it is received
    all the same.
    """

    id: RecordId | None = None
    decision_id: UUID = Field(
        description="The last decision of the case: `not_presume` or `not_identify`."
    )
    asked_by: ReconsiderationRequester = Field(description="Who asks for it.")
    asked_on: Day = Field(description="The day of the request. Not later than today.")
    late_reason: LateReason | None = Field(
        None, description="Why it comes after its time; needed then."
    )
    new_facts: Answer = Field(description="Whether there are facts that were not known.")
    grounds: LongText | None = Field(None, description="Why. Sealed with the person's key.")


class ReconsiderationReasons(Payload):
    """Why the request is not heard, or the decision upheld."""

    reasons: LongText = Field(description="Sealed with the person's key.")


class ReconsiderationChange(Payload):
    """The decision that takes the place of the contested one."""

    decision: DecisionRecord = Field(
        description="`identify` with all that it takes, or `presume`; recorded with the change."
    )
    reasons: LongText = Field(description="Sealed with the person's key.")


class ReconsiderationRead(Resource):
    """A reconsideration. The case is under review while it goes on."""

    id: UUID
    case_id: UUID
    decision_id: UUID = Field(description="The decision that is contested.")
    status: ReconsiderationStatus
    asked_by: ReconsiderationRequester = Field(description="Who asked for it.")
    asked_on: date = Field(description="The day of the request.")
    due_by: datetime = Field(description="By then it is decided; later the coordination is told.")
    is_overdue: bool = Field(description="It should have been decided by now.")
    late_reason: LateReason | None = Field(description="Why the request came after its time.")
    new_facts: Answer = Field(description="Whether there are facts that were not known.")
    grounds: str | None = Field(description="Why; null unless it is read by itself.")
    reasons: str | None = Field(
        description="Why it was decided so; null unless it is read by itself."
    )
    decided_by_organisation_id: UUID | None = Field(description="Whose decision it was.")
    decided_by_agent_id: UUID | None = Field(
        description="Who decided; never who took the contested decision."
    )
    decided_at: datetime | None
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
