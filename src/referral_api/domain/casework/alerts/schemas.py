"""Response schemas of alerts."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.alerts import AlertKind, AlertStatus
from referral_api.schemas import Resource


class AlertRead(Resource):
    """An alert: the kind of fact, the case, and the organisation concerned. No more is told."""

    id: UUID
    case_id: UUID
    kind: AlertKind
    status: AlertStatus
    about_id: UUID = Field(
        description="The record that caused it: a link of custody, an accusation, a consent."
    )
    organisation_id: UUID = Field(description="The organisation concerned.")
    raised_at: datetime
    taken_up_by_agent_id: UUID | None
    closed_at: datetime | None
    version: int
