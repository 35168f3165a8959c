"""Request and response schemas of calls."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from referral_api.domain.codelists.calls import (
    CallAct,
    CallCorrectionReason,
    CallStatus,
    CallSubject,
)
from referral_api.domain.codelists.handoffs import HandoffDeclineReason
from referral_api.domain.codelists.referrals import RefusalReason
from referral_api.domain.names import Name
from referral_api.schemas import Flag, Instant, Payload, Resource, Sha256


def _of_letters(value: str) -> str:
    if not any(map(str.isalpha, value)):
        raise ValueError("no letter")
    return value


def _is_true(value: bool) -> bool:  # noqa: FBT001 - a validator of pydantic
    if not value:
        raise ValueError("not true")
    return value


_SaidBy = Annotated[
    Name, Field(min_length=2, max_length=120), AfterValidator(_of_letters),
    Field(
        description="Who said so at the receiving organisation, in visible characters, a letter"
        " among them. Never the name of the victim."
    ),
]  # fmt: skip
_CalledBack = Annotated[
    Flag, AfterValidator(_is_true),
    Field(
        description="True: you called the receiver back on its duty telephone.",
        json_schema_extra={"const": True},
    ),
]  # fmt: skip


class _Said(Payload):
    said_by: _SaidBy
    happened_at: Instant = Field(description="When it was said, or happened.")
    called_back: _CalledBack


class ReferralCall(_Said):
    """What the receiver of a referral said on the telephone."""

    act: Literal["accept", "reject", "start"]
    expected_start: Instant | None = Field(None, description="With `accept`: not after `start_by`.")
    reason: RefusalReason | None = Field(None, description="Required with `reject`.")


class HandoffCall(_Said):
    """What the receiver of a handoff said on the telephone."""

    act: Literal["accept", "decline", "confirm_arrival"]
    reason: HandoffDeclineReason | None = Field(None, description="Required with `decline`.")
    condition_noted: Flag | None = Field(None, description="Required with `confirm_arrival`.")
    documents_sha256: Sha256 | None = Field(None, description="With `confirm_arrival`.")


class CallCorrect(Payload):
    """Why it is not so."""

    reason: CallCorrectionReason


class CallRead(Resource):
    """A call. It binds the receiver until the receiver corrects it, in time."""

    id: UUID
    case_id: UUID
    subject: CallSubject
    subject_id: UUID = Field(description="The referral or handoff that it replies to.")
    act: CallAct
    status: CallStatus
    sender_id: UUID
    receiver_id: UUID
    said_by: str
    telephone: str = Field(description="The duty telephone of the receiver at that time.")
    happened_at: datetime = Field(description="When it was said, or happened.")
    recorded_at: datetime
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    confirm_by: datetime
    decided_by_agent_id: UUID | None = Field(description="Who confirmed or corrected it.")
    correction_reason: CallCorrectionReason | None
    closed_at: datetime | None
    version: int
