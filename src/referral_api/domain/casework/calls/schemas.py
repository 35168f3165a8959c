"""Request and response schemas of calls."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from referral_api.domain.codelists.calls import (
    CallAct,
    CallCorrectionReason,
    CallStatus,
    CallSubject,
)
from referral_api.domain.codelists.handoffs import HandoffDeclineReason
from referral_api.domain.codelists.referrals import RefusalReason
from referral_api.schemas import Flag, Instant, Payload, Resource, Sha256

# In the contract, which names the most usual ones; JSON Schema has no classes of letters.
_OTHERS = r"\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
_OTHERS += r"\u2060-\u206f\ue000-\uf8ff\ufeff"
_ONE_LINE = rf"^[^\s{_OTHERS}][^{_OTHERS}]*[^\s{_OTHERS}]$"


# Controls, marks of direction and other characters without a form, and ends of lines.
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Letters by their category that show nothing: the fillers of Hangul.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def _composed(value: Any) -> Any:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if any(unicodedata.category(letter) in _NOT_SHOWN for letter in value):
        raise ValueError("a character that is not shown")
    if not any(letter.isalpha() and letter not in _FILLERS for letter in value):
        raise ValueError("no letter")
    return value


def _is_true(value: bool) -> bool:  # noqa: FBT001 - a validator of pydantic
    if not value:
        raise ValueError("not true")
    return value


_SaidBy = Annotated[
    str, BeforeValidator(_composed), StringConstraints(min_length=2, max_length=120),
    AfterValidator(_one_line),
    Field(
        description="Who said so at the receiving organisation, in visible characters, a letter"
        " among them. Never the name of the victim.",
        json_schema_extra={"pattern": _ONE_LINE},
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
