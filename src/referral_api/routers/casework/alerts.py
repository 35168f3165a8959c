"""Alerts (alertes): what the coordination is told without having asked."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.alerts import operations
from referral_api.domain.casework.alerts.schemas import AlertRead
from referral_api.domain.codelists.alerts import AlertStatus
from referral_api.http.dependencies import Cursor, Limit, requires, requires_to_change
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import AlertPermission

router = guarded_router("/v1/alerts", "alerts")


@router.get("", response_model=Page[AlertRead])
async def list_alerts(
    call: Annotated[RequestContext, requires(AlertPermission.LIST)],
    case_id: UUID | None = None,
    status: AlertStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the alerts of the country, newest first, as the coordination."""
    page = await operations.list_alerts(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{alert_id}", response_model=AlertRead)
async def read_alert(
    call: Annotated[RequestContext, requires(AlertPermission.READ)], alert_id: UUID
) -> Response:
    """Read one alert, as the coordination."""
    result = await operations.read_alert(call.transaction, alert_id)
    return call.respond(result)


@router.post("/{alert_id}/take-up", response_model=AlertRead)
async def take_up_alert(
    call: Annotated[RequestContext, requires_to_change(AlertPermission.TAKE_UP)], alert_id: UUID
) -> Response:
    """Take an alert up, so that no other coordinator does it again."""
    result = await operations.take_up_alert(call.transaction, alert_id, call.version)
    return call.respond(result)


@router.post("/{alert_id}/settle", response_model=AlertRead)
async def settle_alert(
    call: Annotated[RequestContext, requires_to_change(AlertPermission.SETTLE)], alert_id: UUID
) -> Response:
    """Settle an alert of an event.

    An alert that reports a state of things, such as police that are still responsible for a person,
    is settled by the system when that has ended, and by nobody before.
    """
    result = await operations.settle_alert(call.transaction, alert_id, call.version)
    return call.respond(result)
