"""Webhooks (notifications sortantes): a partner system is told of events at its own address."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.webhooks import DeliveryState
from referral_api.domain.events.webhooks import changes, operations
from referral_api.domain.events.webhooks.schemas import (
    WebhookDeliveryRead,
    WebhookReplay,
    WebhookSubscriptionCreate,
    WebhookSubscriptionRead,
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
from referral_api.permissions import WebhookSubscriptionPermission as May

router = guarded_router("/v1/webhook-subscriptions", "webhook subscriptions")


@router.post("", status_code=201, response_model=WebhookSubscriptionRead)
async def create_webhook_subscription(
    call: Annotated[RequestContext, requires_to_create(May.CREATE)],
    subscription: WebhookSubscriptionCreate,
) -> Response:
    """Subscribe a partner system to your organisation's events.

    The secret is in this response and in no other. The address is then asked for its consent, by
    OPTIONS with `WebHook-Request-Origin`; nothing is sent before it answers with
    `WebHook-Allowed-Origin`. Events are thin CloudEvents, signed as Standard Webhooks say.
    """
    plain = call.process.settings.plain_webhooks
    result = await operations.create_subscription(
        call.transaction, call.process.vault, subscription, plain=plain
    )
    return call.respond(result)


@router.get("", response_model=Page[WebhookSubscriptionRead])
async def list_webhook_subscriptions(
    call: Annotated[RequestContext, requires(May.LIST)], limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """List the subscriptions of your organisation, newest first."""
    page = await operations.list_subscriptions(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{subscription_id}", response_model=WebhookSubscriptionRead)
async def read_webhook_subscription(
    call: Annotated[RequestContext, requires(May.READ)], subscription_id: UUID
) -> Response:
    """Read one subscription."""
    result = await operations.read_subscription(call.transaction, subscription_id)
    return call.respond(result)


@router.get("/{subscription_id}/deliveries", response_model=Page[WebhookDeliveryRead])
async def list_webhook_deliveries(
    call: Annotated[RequestContext, requires(May.LIST_DELIVERIES)],
    subscription_id: UUID,
    state: DeliveryState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List what was sent and what waits, newest first. `state=dead` is the dead letter."""
    page = await operations.list_deliveries(
        call.transaction, subscription_id, state, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.post("/{subscription_id}/disable", response_model=WebhookSubscriptionRead)
async def disable_webhook_subscription(
    call: Annotated[RequestContext, requires_to_change(May.DISABLE)], subscription_id: UUID
) -> Response:
    """Send nothing more to this address."""
    result = await changes.disable_subscription(call.transaction, subscription_id, call.version)
    return call.respond(result)


@router.post("/{subscription_id}/enable", response_model=WebhookSubscriptionRead)
async def enable_webhook_subscription(
    call: Annotated[RequestContext, requires_to_change(May.ENABLE)], subscription_id: UUID
) -> Response:
    """Ask the address for its consent again, and go on where it stopped."""
    result = await changes.enable_subscription(call.transaction, subscription_id, call.version)
    return call.respond(result)


@router.post("/{subscription_id}/rotate-secret", response_model=WebhookSubscriptionRead)
async def rotate_webhook_secret(
    call: Annotated[RequestContext, requires_to_change(May.ROTATE_SECRET)], subscription_id: UUID
) -> Response:
    """Make a new secret, which is in this response alone. The former one signs beside it for 24
    hours.
    """
    result = await changes.rotate_secret(
        call.transaction, call.process.vault, subscription_id, call.version
    )
    return call.respond(result)


@router.post("/{subscription_id}/replay", response_model=WebhookSubscriptionRead)
async def replay_webhook_subscription(
    call: Annotated[RequestContext, requires_to_change(May.REPLAY)],
    subscription_id: UUID,
    replay: WebhookReplay,
) -> Response:
    """Send again what was delivered or given up since an instant, in its order."""
    result = await changes.replay_subscription(
        call.transaction, subscription_id, replay, call.version
    )
    return call.respond(result)
