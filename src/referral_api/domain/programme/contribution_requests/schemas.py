"""Request and response schemas of requests for contributions."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.programme import (
    AnswerState,
    ContributionRequestStatus,
    ContributionRequestWithdrawReason,
)
from referral_api.domain.names import Name
from referral_api.schemas import (
    Day,
    Payload,
    RecordId,
    Reference,
    Resource,
    Sha256,
    ShortText,
)

_FROM = "The institution that sent it. Never a person."
_TITLE = "The title of the contribution that is asked for."
_RESOLUTION = "The resolution that it is about, as `A/RES/77/193`."
_DUE = "The last day for the answer."
_PERIOD_FROM = "The first day that it asks about."
_PERIOD_TO = "The last day that it asks about."
_REFERENCE = "The number of the letter."
_RECEIVED = "The day on which the committee received it."
_DOCUMENTS = "The documents that came with it."


class RequestDocument(Payload):
    """A document that came with a request. The file itself is kept elsewhere."""

    title: ShortText = Field(description="The title of the document.")
    dated: Day | None = Field(None, description="The date that the document bears.")
    sha256: Sha256 | None = Field(None, description="The digest of the file, if there is one.")


class ContributionRequestCreate(Payload):
    """A request for contributions, as it was received."""

    id: RecordId | None = None
    reference: Reference = Field(description=_REFERENCE)
    received_from: Name = Field(description=_FROM)
    title: ShortText = Field(description=_TITLE)
    resolution: ShortText | None = Field(None, description=_RESOLUTION)
    received_on: Day = Field(description=_RECEIVED)
    due_on: Day = Field(description=_DUE)
    period_from: Day = Field(description=_PERIOD_FROM)
    period_to: Day = Field(description=_PERIOD_TO)
    documents: list[RequestDocument] = Field([], max_length=50, description=_DOCUMENTS)


class ContributionRequestUpdate(Payload):
    """The fields that have changed, before the request is frozen. What you leave out stays."""

    received_from: Name | None = Field(None, description=_FROM)
    title: ShortText | None = Field(None, description=_TITLE)
    resolution: ShortText | None = Field(None, description=_RESOLUTION)
    due_on: Day | None = Field(None, description=_DUE)
    documents: list[RequestDocument] | None = Field(None, max_length=50, description=_DOCUMENTS)


class ContributionCallOpen(Payload):
    """Whom the request calls."""

    organisation_ids: list[UUID] | None = Field(
        None, min_length=1, max_length=500,
        description="Left out: every active organisation but coordination and oversight.",
    )  # fmt: skip


class ContributionRequestWithdraw(Payload):
    """Why the request is withdrawn."""

    reason: ContributionRequestWithdrawReason


class ContributionRequestRead(Resource):
    """A request for contributions."""

    id: UUID
    organisation_id: UUID = Field(description="The coordination that recorded it.")
    status: ContributionRequestStatus
    reference: str = Field(description=_REFERENCE)
    received_from: str = Field(description=_FROM)
    title: str = Field(description=_TITLE)
    resolution: str | None = Field(description=_RESOLUTION)
    documents: list[RequestDocument] = Field(description=_DOCUMENTS)
    received_on: date = Field(description=_RECEIVED)
    due_on: date = Field(description=_DUE)
    period_from: date = Field(description=_PERIOD_FROM)
    period_to: date = Field(description=_PERIOD_TO)
    opened_at: datetime | None = Field(description="When its call was opened.")
    frozen_at: datetime | None = Field(description="When it was frozen.")
    cut_id: UUID | None = Field(
        description="The cut of the figures that was taken as it was frozen, if one was."
    )
    withdraw_reason: ContributionRequestWithdrawReason | None = Field(
        description="Why it was withdrawn."
    )
    recorded_at: datetime
    closed_at: datetime | None
    version: int


class CallAnswerRead(Resource):
    """Where an organisation that was called stands: while the call is open, now; once the request
    is frozen, as it was then.
    """

    organisation_id: UUID
    state: AnswerState = Field(description="Where the organisation stands.")
    due_on: date = Field(description=_DUE)
    called_at: datetime = Field(description="When it was called.")
    contribution_id: UUID | None = Field(description="Its contribution to the request.")
    contribution_version: int | None = Field(
        description="Its present version; once frozen, the one that was taken."
    )
    answered_at: datetime | None = Field(description="When its first version was recorded.")
