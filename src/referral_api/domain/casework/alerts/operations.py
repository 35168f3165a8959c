"""Raising an alert, and the coordination's answers to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.records import ALERT_RECORDS
from referral_api.domain.casework.alerts.schemas import AlertRead
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.codelists.alerts import AlertKind, AlertStatus
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.organisations.coordinations import find_coordination
from referral_api.permissions import AlertPermission

_REGION = Statement(select(col(Case.region)).where(col(Case.id) == bindparam("case_id")))


async def raise_alert(
    transaction: Transaction, kind: AlertKind, *, case_id: UUID, about_id: UUID,
    organisation_id: UUID,
) -> None:  # fmt: skip
    """Tell the coordination of a fact: the bodies of the case's region, and those of the country.

    AlreadyExists if an alert of it is open.
    """
    # Whoever causes an alert does not see it.
    async with transaction.elevated():
        row = await transaction.one(_REGION, case_id=case_id)
        bodies = await find_coordination(
            transaction, row["region"] if row else None, organisation_id
        )
        told = list(dict.fromkeys([*bodies.region, *bodies.country]))
        await ALERT_RECORDS.add(
            transaction,
            {
                "id": uuid7(), "case_id": case_id, "kind": kind, "status": AlertStatus.RAISED,
                "about_id": about_id, "organisation_id": organisation_id, "told": told,
                "version": 1,
            },
        )  # fmt: skip


def to_response(row: Row) -> AlertRead:
    """Turn a row into a response."""
    return AlertRead(**row)


async def take_up_alert(transaction: Transaction, alert_id: UUID, version: int) -> AlertRead:
    """Record that a coordinator takes an alert up."""

    def take_up(alert: Alert, _: datetime) -> None:
        alert.taken_up_by_agent_id = transaction.actor.agent_id

    row = await ALERT_RECORDS.transition(transaction, alert_id, "take_up", version, take_up)
    return to_response(row)


async def settle_alert(transaction: Transaction, alert_id: UUID, version: int) -> AlertRead:
    """Settle an alert of an event. One of a state of things is settled when that has ended."""
    row = await ALERT_RECORDS.transition(transaction, alert_id, "settle", version)
    return to_response(row)


async def read_alert(transaction: Transaction, alert_id: UUID) -> AlertRead:
    """Read an alert, as the coordination."""
    row = await ALERT_RECORDS.read(transaction, alert_id, AlertPermission.READ)
    return to_response(row)


async def list_alerts(
    transaction: Transaction, case_id: UUID | None, status: AlertStatus | None, window: Window
) -> Slice[AlertRead]:
    """List the alerts, newest first, as the coordination."""
    return await ALERT_RECORDS.list(
        transaction, window, AlertPermission.LIST, to_response, case_id=case_id, status=status
    )
