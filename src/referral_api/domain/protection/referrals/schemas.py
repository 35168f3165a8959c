"""Request and response schemas of referrals."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import AccessibilityNeed, Need, RiskFlag
from referral_api.domain.codelists.places import Bed, OverflowReason
from referral_api.domain.codelists.referrals import (
    Attendance,
    CancelReason,
    HoldReason,
    OutcomeCode,
    Priority,
    ReferralStatus,
    RefusalReason,
    ServiceType,
    StopReason,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.schemas import Day, Flag, Instant, Payload, RecordId, Resource


class ReferralCreate(Payload):
    """A draft that asks one organisation for one service."""

    id: RecordId | None = None
    case_id: UUID
    receiver_id: UUID
    service_type: ServiceType
    priority: Priority
    needs: list[Need] = Field([], max_length=19)
    risk_flags: list[RiskFlag] = Field([], max_length=20)
    accessibility_needs: list[AccessibilityNeed] = Field([], max_length=10)
    interpreter_needed: Flag = False
    unaccompanied: Flag = False
    caregiver_informed: Flag = False
    do_not_contact: Flag = False
    bed_asked: Flag = Field(default=False, description="A place is held on acceptance.")
    consent_id: UUID | None = Field(None, description="Needed by the time it is sent.")
    shared_sections: list[Section] = Field(
        [], max_length=6, description="The sections that open on acceptance, within the consent."
    )
    replaces_id: UUID | None = Field(
        None, description="The referral, refused, expired, failed or cancelled, that this replaces."
    )
    transfer_from_id: UUID | None = Field(
        None,
        description="The referral whose place the person leaves for this one. It ends on arrival.",
    )


class ReferralReject(Payload):
    """The reason for the refusal, and an organisation that might help instead."""

    reason: RefusalReason
    suggested_receiver_id: UUID | None = None


class ReferralCancel(Payload):
    """The reason for taking the referral back."""

    reason: CancelReason


class ReferralStop(Payload):
    """The reason for ending the referral at once."""

    reason: StopReason


class ReferralDepart(Payload):
    """The person is on the way to the service."""

    happened_at: Instant = Field(description="When the person left. Not before the acceptance.")
    expected_arrival: Instant = Field(
        description="After the departure, and at most 30 days from now."
    )
    escorted: Flag


class ReferralSchedule(Payload):
    """When the person is expected. A new time replaces the last."""

    appointment_at: Instant = Field(
        description="Not before the sending. Until the person leaves or the service starts, not"
        " after `start_by`; then within a year."
    )


class ReferralNote(Payload):
    """How the service is going, without any narrative."""

    attendance: Attendance = Attendance.NOTED


class ReferralHold(Payload):
    """The reason for the pause, and the day of its review, within 14 days."""

    reason: HoldReason
    review_on: Day


class ReferralComplete(Payload):
    """The outcome of the service. An onward referral is named by its id."""

    outcome: OutcomeCode
    onward_referral_id: UUID | None = Field(
        None, description="With the outcome `referred_onward`: the referral that it led to."
    )


class ReferralFail(Payload):
    """Why the service ends without an outcome."""

    reason: RefusalReason


class Sheet(Resource):
    """The facts that a receiver sees before it learns the identity. They hold no narrative."""

    case_code: str
    sex: Sex
    age_band: AgeBand
    region: Region
    languages: list[Language]
    needs: list[Need]
    risk_flags: list[RiskFlag] = Field(description="Those of the case and of the referral.")
    accessibility_needs: list[AccessibilityNeed]
    interpreter_needed: bool
    unaccompanied: bool
    caregiver_informed: bool
    do_not_contact: bool = Field(description="The referral or the consent says so.")
    treated_as_child: bool = Field(description="Under 18, or of doubtful age.")
    sheet_updated_at: datetime | None = Field(
        description="When it last followed a correction of the case."
    )


class ReferralRead(Resource):
    """A referral. Its sheet closes to the receiver when the referral ends without help."""

    id: UUID
    case_id: UUID
    status: ReferralStatus
    sender_id: UUID
    receiver_id: UUID
    service_type: ServiceType
    priority: Priority
    sheet: Sheet | None
    sheet_until: datetime | None = Field(
        description="When the sheet closes to the receiver, unless a second person confirms the"
        " legal ground. The service goes on."
    )
    consent_id: UUID | None
    shared_sections: list[Section]
    bed: Bed
    place_id: UUID | None = Field(
        description="The place that is held or occupied; null for one of no stated unit."
    )
    overflow_reason: OverflowReason | None = Field(
        description="Why the person was taken in beyond the places."
    )
    acknowledge_by: datetime | None
    decide_by: datetime | None
    start_by: datetime | None
    feedback_by: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    accepted_at: datetime | None
    started_at: datetime | None
    departed_at: datetime | None = Field(
        description="When the person left; the limit to start is void."
    )
    departure_recorded_at: datetime | None
    escorted: bool | None
    expected_arrival: datetime | None
    arrival_overdue: bool = Field(
        description="The person was expected by now, and has not arrived."
    )
    closed_at: datetime | None
    review_on: date | None
    attendance: Attendance | None
    appointment_at: datetime | None
    cancellation_requested: bool
    answer_cancellation_by: datetime | None
    acknowledgement_overdue: bool
    feedback_overdue: bool
    cancellation_overdue: bool = Field(
        description="The service has begun, and the wish to cancel it had no reply in time."
    )
    reason: str | None = Field(
        description="The one of the three that follow that goes with the status."
    )
    hold_reason: HoldReason | None = Field(description="Of the last pause.")
    cancellation_reason: CancelReason | None = Field(
        description="Why the sender asks to cancel it."
    )
    end_reason: str | None = Field(
        description="Why it ended: a code of the list that goes with the status."
    )
    outcome: OutcomeCode | None
    suggested_receiver_id: UUID | None
    replaces_id: UUID | None
    transfer_from_id: UUID | None
    onward_referral_id: UUID | None = Field(
        description="The referral that a completed one led to, if it is known."
    )
    group_id: UUID | None = Field(
        description="The family or group with which the person was referred."
    )
    shelter_named_at: datetime | None
    created_at: datetime
    version: int
