"""The records of alerts: the coordination sees them all, and nobody else sees any."""

from sqlalchemy import false

from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.casework.alerts.lifecycle import ALERTS
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import AlertPermission


async def find_sides(transaction: Transaction, _: Alert) -> set[Side]:
    """Return the caller's sides of an alert."""
    return {Side.COORDINATOR} if transaction.actor.coordinates else set()


ALERT_RECORDS = Records(
    Alert,
    ALERTS,
    subject="alert",
    creation=AlertPermission.RAISE,
    columns=("id", "case_id", "kind", "status", "about_id", "organisation_id", "told", "version"),
    mutable=("status", "taken_up_by_agent_id", "closed_at"),
    pages=VisiblePages(Alert, false()),
    sides=find_sides,
    parties=lambda alert: alert.told,
    overdue_for="organisation_id",
)
