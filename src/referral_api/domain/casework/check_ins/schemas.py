"""Request and response schemas of check-ins on the road."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.schemas import Flag, Instant, Payload, RecordId, Resource


class CheckInRecord(Payload):
    """What the escort says on the road. No place, and no narrative."""

    id: RecordId | None = None
    happened_at: Instant = Field(description="When the escort said so. Not later than now.")
    all_well: Flag = Field(description="False alerts the coordination.")


class CheckInRead(Resource):
    """A check-in of a journey."""

    id: UUID
    case_id: UUID
    stay_id: UUID | None = Field(description="The stay to which the journey leads.")
    handoff_id: UUID | None = Field(description="The handoff to which the journey belongs.")
    from_id: UUID = Field(description="The organisation that was responsible for the person.")
    to_id: UUID = Field(description="The organisation to which the person is going.")
    status: RecordStatus
    all_well: bool = Field(description="Whether all was well.")
    happened_at: datetime = Field(description="When the escort said so.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
