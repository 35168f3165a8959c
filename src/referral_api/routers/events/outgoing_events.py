"""Outgoing events (événements sortants): the events of your cases, for systems that poll."""

from typing import Annotated

from fastapi import Response

from referral_api.domain.events.outgoing_events import operations
from referral_api.domain.events.outgoing_events.schemas import OutgoingEvents
from referral_api.http.dependencies import Cursor, Limit, requires
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import OutgoingEventPermission

router = guarded_router("/v1/outgoing-events", "outgoing events")


@router.get("", response_model=OutgoingEvents)
async def follow_outgoing_events(
    call: Annotated[RequestContext, requires(OutgoingEventPermission.FOLLOW)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Follow the events of your organisation's cases, referrals and handoffs.

    Events hold ids only. Each appears once, in an order that never changes. Keep `next_cursor` and
    send it with your next request. An empty list means that nothing has happened since.
    """
    after = call.position(cursor)
    page = await operations.follow_outgoing_events(call.transaction, after, limit)
    return call.respond_following(page, after)
