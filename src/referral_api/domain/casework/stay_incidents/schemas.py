"""Request and response schemas of incidents of stays."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Gravity, RecordStatus
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.stays import StayIncidentKind
from referral_api.schemas import Instant, Payload, RecordId, Resource, ShortText


class StayIncidentRecord(Payload):
    """What happened, in codes; more in a sealed note."""

    id: RecordId | None = None
    kind: StayIncidentKind
    gravity: Gravity = Field(description="How grave it is.")
    happened_at: Instant = Field(description="When it happened. Not later than now.")
    told_to: list[OrganisationType] = Field(
        [], max_length=16, description="The types of organisation that were told of it."
    )
    note: ShortText | None = Field(None, description="More about it, sealed. Never a name.")


class StayIncidentRead(Resource):
    """An incident of a stay. The host never sees a complaint about its staff."""

    id: UUID
    case_id: UUID
    stay_id: UUID = Field(description="The stay during which it happened.")
    status: RecordStatus
    kind: StayIncidentKind
    gravity: Gravity = Field(description="How grave it is.")
    told_to: list[OrganisationType] = Field(
        description="The types of organisation that were told of it."
    )
    happened_at: datetime = Field(description="When it happened.")
    note: str | None = Field(
        description="More about it; null unless the host or the organisation responsible for the"
        " person reads the incident by itself."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
