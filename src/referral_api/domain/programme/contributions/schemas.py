"""Request and response schemas of contributions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.programme import (
    ContributionChannel,
    ContributionStatus,
    ContributionWithdrawReason,
    CountUnit,
    Informant,
    Pillar,
)
from referral_api.schemas import Instant, Payload, RecordId, Resource, whole

# The sum of any line stays within what the database and JSON hold exactly.
_Number = Annotated[int, Field(strict=True, ge=0, le=99_999_999), BeforeValidator(whole)]
_Year = Annotated[int, Field(strict=True, ge=2000, le=2999), BeforeValidator(whole)]
_Quarter = Annotated[int, Field(strict=True, ge=1, le=4), BeforeValidator(whole)]

_LINES = "What was counted, one line for each pillar and unit."
_CHANNEL = "How this version came in."
_SAID_BY = "By telephone: the function of who gave the numbers."
_SAID_AT = "By telephone: when they were given."


class ContributionLine(Payload):
    """One line of the form: what was counted for a pillar. An empty cell is not a zero."""

    pillar: Pillar = Field(description="The pillar of the response.")
    unit: CountUnit = Field(description="What was counted.")
    women: _Number | None = Field(None, description="Women.")
    girls: _Number | None = Field(None, description="Girls.")
    men: _Number | None = Field(None, description="Men.")
    boys: _Number | None = Field(None, description="Boys.")
    not_determined: _Number | None = Field(None, description="Of a sex that is not determined.")
    total: _Number | None = Field(
        None, description="As the structure wrote it; if given, the sum of the cells."
    )


class _Told(Payload):
    lines: list[ContributionLine] = Field(
        min_length=1, max_length=40, description="At most one for each pillar and unit."
    )
    said_by: Informant | None = Field(
        None, description="Typed in by the coordination: the function of who gave the numbers."
    )
    said_at: Instant | None = Field(None, description="With `said_by`: when they were given.")


class ContributionCreate(_Told):
    """The totals of a structure, for a quarter or for a request that called it."""

    id: RecordId | None = None
    organisation_id: UUID | None = Field(
        None,
        description="Left out: your own. The coordination names a structure that telephoned.",
    )
    contribution_request_id: UUID | None = Field(
        None, description="The request; then no year and no quarter."
    )
    year: _Year | None = Field(None, description="The year, without a request.")
    quarter: _Quarter | None = Field(None, description="Its quarter, which has begun.")


class ContributionCorrect(_Told):
    """The whole form anew. The version before stays readable."""


class ContributionWithdraw(Payload):
    """Why the contribution is withdrawn."""

    reason: ContributionWithdrawReason


class ContributionRead(Resource):
    """A contribution in its present version."""

    id: UUID
    organisation_id: UUID
    contribution_request_id: UUID | None = Field(description="The request that it answers.")
    year: int | None = Field(description="The year, without a request.")
    quarter: int | None = Field(description="The quarter of the year.")
    status: ContributionStatus
    lines: list[ContributionLine] = Field(description=_LINES)
    channel: ContributionChannel = Field(description=_CHANNEL)
    said_by: Informant | None = Field(description=_SAID_BY)
    said_at: datetime | None = Field(description=_SAID_AT)
    recorded_by_organisation_id: UUID = Field(description="Who entered this version.")
    recorded_by_agent_id: UUID | None
    recorded_at: datetime = Field(description="When its first version was recorded.")
    revised_at: datetime = Field(description="When this version was recorded.")
    withdraw_reason: ContributionWithdrawReason | None = Field(description="Why it was withdrawn.")
    closed_at: datetime | None
    version: int


class ContributionVersionRead(Resource):
    """One version of a contribution."""

    contribution_id: UUID = Field(description="The contribution.")
    number: int = Field(description="The version of the contribution that this was.")
    lines: list[ContributionLine] = Field(description=_LINES)
    channel: ContributionChannel = Field(description=_CHANNEL)
    said_by: Informant | None = Field(description=_SAID_BY)
    said_at: datetime | None = Field(description=_SAID_AT)
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID | None
    recorded_at: datetime
