"""Request and response schemas of means."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.means import MeansKind, MeansRefusalReason, MeansStatus
from referral_api.schemas import Day, Payload, RecordId, Resource, whole

_Amount = Annotated[int, Field(strict=True, ge=1, le=10**12), BeforeValidator(whole)]


class MeansAsk(Payload):
    """Money that is asked for a person, of one organisation. No narrative."""

    id: RecordId | None = None
    asked_of_id: UUID = Field(
        description="The organisation that decides and pays; it may be your own."
    )
    kind: MeansKind = Field(description="What it is for.")
    asked: _Amount = Field(description="How much, in whole CFA francs.")
    needed_by: Day | None = Field(None, description="The day by which it is needed.")


class MeansGrant(Payload):
    """How much is granted: all that was asked, or a part."""

    granted: _Amount = Field(description="How much, in whole CFA francs; not more than was asked.")


class MeansRefuse(Payload):
    """The reason for the refusal."""

    reason: MeansRefusalReason


class MeansPay(Payload):
    """A payment. Several add up, to what was granted at most."""

    amount: _Amount = Field(description="How much was paid, in whole CFA francs.")
    paid_on: Day = Field(description="The day of the payment. Not later than today.")


class MeansRead(Resource):
    """A request for means."""

    id: UUID
    case_id: UUID
    asked_by_id: UUID = Field(description="The organisation that asks.")
    asked_of_id: UUID = Field(description="The organisation that decides and pays.")
    status: MeansStatus
    kind: MeansKind = Field(description="What it is for.")
    needed_by: date | None = Field(description="The day by which it is needed.")
    asked: int = Field(description="How much was asked, in whole CFA francs.")
    granted: int | None = Field(description="How much was granted; null: not decided.")
    paid: int = Field(description="How much was paid so far.")
    uncovered: int = Field(description="What was asked and is not paid.")
    refusal_reason: MeansRefusalReason | None = Field(description="Why it was refused.")
    decided_at: datetime | None
    paid_on: date | None = Field(description="The day of the last payment.")
    paid_by_id: UUID | None = Field(description="The organisation that paid.")
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
