"""Request and response schemas of handoff requests."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.handoffs import (
    CustodyKind,
    HandoffDeclineReason,
    HandoffReason,
    HandoffRequestStatus,
    LegalDuty,
)
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.referrals import Priority
from referral_api.schemas import Flag, Payload, RecordId, Resource


class HandoffRequestCreate(Payload):
    """A request to be responsible for a case that you can see."""

    id: RecordId | None = None
    case_id: UUID
    kind: CustodyKind
    reason: HandoffReason


class HandoffRequestGrant(Payload):
    """The terms of the offer that follows."""

    priority: Priority
    physical: Flag = False
    needs: list[Need] = Field([], max_length=19)
    risk_flags: list[RiskFlag] = Field([], max_length=20)
    consent_id: UUID | None = Field(None, description="Required without a legal duty.")
    legal_duty: LegalDuty | None = None


class HandoffRequestRefuse(Payload):
    """The reason for the refusal."""

    reason: HandoffDeclineReason


class HandoffRequestRead(Resource):
    """A request; ``handoff_id`` is the offer that granted it."""

    id: UUID
    case_id: UUID
    kind: CustodyKind
    status: HandoffRequestStatus
    requester_id: UUID
    reason: HandoffReason
    refusal_reason: HandoffDeclineReason | None
    handoff_id: UUID | None
    requested_by_agent_id: UUID
    requested_at: datetime
    decide_by: datetime
    closed_at: datetime | None
    version: int
