"""Request and response schemas of family tracings."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import FamilyCheck, Relative
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.tracings import (
    TracingAction,
    TracingOutcome,
    TracingStatus,
    Verification,
)
from referral_api.schemas import Day, Payload, RecordId, Resource, ShortText


class SoughtIdentity(Payload):
    """Who is sought, sealed with the person's key."""

    name: ShortText | None = Field(None, description="The name of the relative.")
    place: ShortText | None = Field(None, description="Where the relative was last known to be.")
    more: ShortText | None = Field(None, description="What else may help to find the relative.")


class TracingOpen(Payload):
    """A relative whom the person wants to be found."""

    id: RecordId | None = None
    sought: Relative = Field(description="Who is sought.")
    identity: SoughtIdentity | None = Field(None, description="Who it is, sealed.")
    wanted_by_person: Answer = Field(
        description="Whether the person wants it. `no` opens no tracing."
    )
    family_check: FamilyCheck = Field(
        FamilyCheck.NOT_DONE, description="What is known of a part in the trafficking."
    )


class TracingCheck(Payload):
    """The check of the family, and what the person wants now."""

    family_check: FamilyCheck = Field(
        description="`concern` needs a second person of child protection before any contact;"
        " `involved` allows none."
    )
    wanted_by_person: Answer = Field(description="Whether the person wants it now.")


class TracingStep(Payload):
    """A step that was taken to find the relative."""

    taken_on: Day = Field(description="The day of the step. Not later than today.")
    kind: TracingAction = Field(description="The way of looking.")
    region: Region | None = Field(None, description="Where, no nearer than the region.")
    outcome: TracingOutcome = Field(description="What was found.")


class TracingVerify(Payload):
    """What showed that the relative is one."""

    verified_by: list[Verification] = Field(
        min_length=1, max_length=4, description="What showed it."
    )


class StepRead(Resource):
    """A step of a tracing."""

    taken_on: date = Field(description="The day of the step.")
    kind: TracingAction = Field(description="The way of looking.")
    region: Region | None = Field(description="Where.")
    outcome: TracingOutcome = Field(description="What was found.")
    by_agent_id: UUID = Field(description="The agent who recorded it.")


class TracingRead(Resource):
    """A tracing of a relative."""

    id: UUID
    case_id: UUID
    status: TracingStatus
    sought: Relative = Field(description="Who is sought.")
    identity: SoughtIdentity | None = Field(
        description="Who it is; null unless the tracing is read by itself."
    )
    wanted_by_person: Answer = Field(description="Whether the person wants it.")
    family_check: FamilyCheck = Field(description="What is known of a part in the trafficking.")
    checked_by_agent_id: UUID | None = Field(description="Who checked the family.")
    confirmed_by_agent_id: UUID | None = Field(
        description="The second person, of child protection, who confirmed a concern."
    )
    may_contact: bool = Field(
        description="Whether the wish and the check allow contact with the family. A refusal in the"
        " person's own view stops it all the same."
    )
    actions: list[StepRead] = Field(description="The steps, in the order of recording.")
    verified_by: list[Verification] = Field(description="What showed that it is the relative.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
