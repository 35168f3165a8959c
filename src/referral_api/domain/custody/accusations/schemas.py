"""Request and response schemas of accusations."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.alerts import AccusationStatus
from referral_api.schemas import Payload, RecordId, Resource


class AccusationRecord(Payload):
    """The organisation of justice that accuses the person of an offence."""

    id: RecordId | None = None
    case_id: UUID
    organisation_id: UUID = Field(
        description="A police or gendarmerie unit, a border service, a prosecutor or a court."
    )


class AccusationRead(Resource):
    """An accusation. The organisation responsible for the person and the coordination see it, and
    nobody else.
    """

    id: UUID
    case_id: UUID
    organisation_id: UUID
    status: AccusationStatus
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
