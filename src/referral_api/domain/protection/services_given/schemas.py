"""Request and response schemas of services given."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.referrals import OutcomeCode, ServiceType
from referral_api.domain.codelists.services_given import ServiceAnswer
from referral_api.domain.codelists.territory import Region
from referral_api.schemas import Count, Day, Payload, RecordId, Resource, ShortText, whole

# Whole CFA francs.
Xof = Annotated[int, Field(strict=True, ge=0, le=10**12), BeforeValidator(whole)]


class ServiceGivenFields(Payload):
    """What was offered, what the person replied, and what was given."""

    offered_on: Day = Field(description="The day on which it was offered. Not later than today.")
    answer_of_person: ServiceAnswer = Field(description="What the person replied.")
    began_on: Day | None = Field(
        None, description="The day on which it began: from then on the person is assisted."
    )
    ended_on: Day | None = Field(None, description="The day on which it ended.")
    sessions: Count | None = Field(None, description="How many meetings or visits there were.")
    amount: Xof | None = Field(None, description="Cash or compensation, in whole CFA francs.")
    region: Region = Field(description="The region where it was given.")
    outcome: OutcomeCode | None = None
    note: ShortText | None = Field(None, description="More about it, sealed. Never a name.")


class ServiceGivenRecord(ServiceGivenFields):
    """A service that your organisation offered or gave. It needs no status of the person."""

    id: RecordId | None = None
    service_type: ServiceType = Field(description="The service that was offered.")
    service_id: UUID | None = Field(None, description="The service of the directory.")
    referral_id: UUID | None = Field(None, description="Your referral that asked for it.")
    goal_id: UUID | None = Field(
        None, description="The goal of the support plan that it serves, if you see the plan."
    )


class ServiceGivenCorrect(ServiceGivenFields):
    """The service as it was: it replaces what was recorded."""


class ServiceGivenRead(Resource):
    """A service given, in the section of the case that goes with its type."""

    id: UUID
    case_id: UUID
    section: Section
    provider_organisation_id: UUID = Field(description="The organisation that gave it.")
    status: RecordStatus
    service_type: ServiceType = Field(description="The service that was offered.")
    service_id: UUID | None = Field(description="The service of the directory.")
    referral_id: UUID | None = Field(description="The referral that asked for it.")
    goal_id: UUID | None = Field(description="The goal of the support plan that it serves.")
    offered_on: date = Field(description="The day on which it was offered.")
    answer_of_person: ServiceAnswer = Field(description="What the person replied.")
    began_on: date | None = Field(description="The day on which it began.")
    ended_on: date | None = Field(description="The day on which it ended.")
    sessions: int | None = Field(description="How many meetings or visits there were.")
    amount: int | None = Field(description="Cash or compensation, in whole CFA francs.")
    region: Region = Field(description="The region where it was given.")
    outcome: OutcomeCode | None
    note: str | None = Field(
        description="More about it; null unless it is read by itself, by a reader of its section."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
