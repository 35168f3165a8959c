"""Identity orders (ordonnances de communication d'identité): open an identity to the inquiry."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.custody.identity_orders import operations
from referral_api.domain.custody.identity_orders.schemas import (
    IdentityOrderRead,
    IdentityOrderRecord,
)
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import IdentityOrderPermission

router = guarded_router("/v1", "identity orders")


@router.post("/cases/{case_id}/identity-orders", status_code=201, response_model=IdentityOrderRead)
async def record_identity_order(
    call: Annotated[
        RequestContext,
        requires_to_create(IdentityOrderPermission.RECORD, location="/v1/identity-orders"),
    ],
    case_id: UUID,
    order: IdentityOrderRecord,
) -> Response:
    """Record a magistrate's order that opens the person's identity to the investigation.

    A magistrate of the prosecutor's office that is responsible for the investigation records it, or
    one of a court that sees the case. The organisation responsible for the person is told. The
    order ends when it is lifted, runs out, or the investigation moves on.
    """
    result = await operations.record_identity_order(
        call.transaction, case_id, order, orders_open=call.process.settings.identity_orders
    )
    return call.respond(result)


@router.get("/cases/{case_id}/identity-orders", response_model=Page[IdentityOrderRead])
async def list_identity_orders(
    call: Annotated[RequestContext, requires(IdentityOrderPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the orders of a case that concern you, newest first.

    They concern the organisation responsible for the person, the magistrate's, and the one that
    gets the identity.
    """
    page = await operations.list_identity_orders(
        call.transaction, case_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/identity-orders/{order_id}", response_model=IdentityOrderRead)
async def read_identity_order(
    call: Annotated[RequestContext, requires(IdentityOrderPermission.READ)], order_id: UUID
) -> Response:
    """Read one order."""
    result = await operations.read_identity_order(call.transaction, order_id)
    return call.respond(result)


@router.post("/identity-orders/{order_id}/lift", response_model=IdentityOrderRead)
async def lift_identity_order(
    call: Annotated[RequestContext, requires_to_change(IdentityOrderPermission.LIFT)],
    order_id: UUID,
) -> Response:
    """Lift an order, as a magistrate of the same organisation or of a court that sees the case."""
    result = await operations.lift_identity_order(call.transaction, order_id, call.version)
    return call.respond(result)
