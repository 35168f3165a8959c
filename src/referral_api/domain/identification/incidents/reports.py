"""When an incident was reported: told by the first tip that is linked to it, if nobody has said."""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.incidents import IncidentStatus
from referral_api.domain.identification.incidents.records import INCIDENT_RECORDS
from referral_api.domain.identification.scenes.partial_dates import partial_date_values


async def note_reported(transaction: Transaction, incident_id: UUID, reported_at: datetime) -> None:
    """Note the day of a tip on an open incident of which nobody has said when it was reported."""
    async with transaction.elevated():
        incident, now = await INCIDENT_RECORDS.lock(transaction, incident_id)
        if incident.reported_on is not None or incident.status != IncidentStatus.OPEN:
            return
        day = reported_at.date().isoformat()
        for name, value in partial_date_values("reported_on", day).items():
            setattr(incident, name, value)
        await INCIDENT_RECORDS.cause(transaction, incident, "correct", now)
