"""Request and response schemas of handoffs."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.handoffs import (
    ArrivalFailureReason,
    CustodyKind,
    ForceReason,
    HandoffDeclineReason,
    HandoffReason,
    HandoffStatus,
    HandoffWithdrawReason,
    LegalDuty,
)
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.schemas import Flag, Instant, Payload, RecordId, Resource, Sha256


class HandoffOffer(Payload):
    """An offer to be responsible for a case, or for the investigation of it."""

    id: RecordId | None = None
    case_id: UUID
    kind: CustodyKind
    to_id: UUID
    priority: Priority
    physical: Flag = Field(
        default=False, description="The person travels: custody moves on arrival, not before."
    )
    reason: HandoffReason
    needs: list[Need] = Field([], max_length=19)
    risk_flags: list[RiskFlag] = Field([], max_length=20)
    consent_id: UUID | None = Field(
        None,
        description="A consent, or a confirmed legal ground, that covers all sections to open."
        " Required without a legal duty.",
    )
    legal_duty: LegalDuty | None = Field(
        None,
        description="For an investigation that your organisation is responsible for: the duty by "
        "which it goes on without the person's consent. It is the law's choice and not "
        "the person's: tell the person so. The identity then opens by the person's "
        "consent, or by a magistrate's order.",
    )


class HandoffAssign(Payload):
    """An assignment by the coordination. A second coordinator decides on it."""

    id: RecordId | None = None
    case_id: UUID
    kind: CustodyKind
    to_id: UUID
    priority: Priority = Priority.URGENT
    reason: ForceReason


class HandoffDecline(Payload):
    """The reason for the refusal."""

    reason: HandoffDeclineReason


class HandoffWithdraw(Payload):
    """The reason for taking the offer back."""

    reason: HandoffWithdrawReason


class HandoffDepart(Payload):
    """The person is on the way."""

    expected_arrival: Instant = Field(
        description="After the departure, and at most 30 days from now."
    )
    escorted: Flag
    happened_at: Instant | None = Field(
        None, description="When the person left, if earlier than now. Not before the acceptance."
    )


class HandoffConfirmArrival(Payload):
    """The receipt: the person has arrived."""

    condition_noted: Flag
    documents_sha256: Sha256 | None = Field(
        None, description="The hash of the list of documents received."
    )
    happened_at: Instant | None = Field(
        None, description="When the person arrived, if earlier than now. Not before the departure."
    )


class HandoffReportFailedArrival(Payload):
    """The person has not arrived. The offering organisation is still responsible."""

    reason: ArrivalFailureReason


class HandoffSheet(Resource):
    """The facts that the receiver sees before it accepts."""

    case_code: str
    sex: Sex
    age_band: AgeBand
    region: Region
    needs: list[Need]
    risk_flags: list[RiskFlag] = Field(description="Those of the case and of the handoff.")
    do_not_contact: bool = Field(description="A consent says so.")
    treated_as_child: bool = Field(description="Under 18, or of doubtful age.")
    sheet_updated_at: datetime | None = Field(
        description="When it last followed a correction of the case."
    )


class HandoffRead(Resource):
    """A handoff. Its sheet closes to the receiver when the handoff ends without its acceptance."""

    id: UUID
    case_id: UUID
    kind: CustodyKind
    status: HandoffStatus
    from_id: UUID
    to_id: UUID
    priority: Priority
    physical: bool
    forced: bool = Field(description="Assigned by the coordination.")
    reason: str = Field(description="A code of `handoff_reasons` or `force_reasons`.")
    end_reason: str | None
    sheet: HandoffSheet | None
    shared_sections: list[Section] = Field(
        description="The sections that open to the new custodian, as far as a consent covers them "
        "on arrival."
    )
    consent_id: UUID | None
    legal_duty: LegalDuty | None
    offered_by_agent_id: UUID
    accepted_by_agent_id: UUID | None
    offered_at: datetime
    decide_by: datetime
    accepted_at: datetime | None
    departed_at: datetime | None = Field(description="When it was recorded.")
    departure_happened_at: datetime | None
    escorted: bool
    expected_arrival: datetime | None
    arrival_overdue: bool = Field(
        description="True two hours after the expected arrival: raise the alarm."
    )
    arrived_at: datetime | None = Field(description="When it was recorded.")
    arrival_happened_at: datetime | None
    condition_noted: bool | None
    documents_sha256: str | None
    corrected_call_id: UUID | None = Field(
        description="The call that the receiver corrected: custody returned by this handoff."
    )
    group_id: UUID | None = Field(description="The family or group that is handed over in one act.")
    closed_at: datetime | None
    version: int
