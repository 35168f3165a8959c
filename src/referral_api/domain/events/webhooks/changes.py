"""What an organisation changes in a subscription: it ends, goes on, changes its secret, replays."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, bindparam, func, update
from sqlmodel import col

from referral_api.audit.log import event_values
from referral_api.database.statements import Statement, literal_code, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.webhooks import (
    DeliveryState,
    WebhookDisableReason,
    WebhookStatus,
)
from referral_api.domain.events.webhooks.operations import (
    COLUMNS,
    EVENT,
    ONE,
    SUBJECT,
    make_secret,
    to_response,
)
from referral_api.domain.events.webhooks.schemas import WebhookReplay, WebhookSubscriptionRead
from referral_api.domain.events.webhooks.tables import WebhookDelivery, WebhookSubscription
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, NotFound
from referral_api.permissions import Permission
from referral_api.permissions import WebhookSubscriptionPermission as May
from referral_api.security.vault import Vault, WrappedKey

# So long the former secret signs beside the new one.
BESIDE = timedelta(hours=24)
_LOCK = Statement(ONE.add_columns(func.now().label("now")).with_for_update())
_SAVE = Statement(
    save_into(WebhookSubscription, *COLUMNS).returning(WebhookSubscription).add_cte(EVENT)
)
_AGAIN = Statement(
    update(WebhookDelivery)
    .where(
        col(WebhookDelivery.subscription_id) == bindparam("on_subscription_id"),
        col(WebhookDelivery.occurred_at) >= bindparam("since", type_=DateTime(timezone=True)),
        col(WebhookDelivery.state) != literal_code(DeliveryState.WAITING),
    )
    .values(
        state=literal_code(DeliveryState.WAITING), attempts=0, next_at=func.now(),
        finished_at=None, leased_until=None,
    )
)  # fmt: skip


async def _lock(
    transaction: Transaction, subscription_id: UUID, version: int
) -> tuple[WebhookSubscription, Any]:
    row = await transaction.one(_LOCK, subscription_id=subscription_id)
    if row is None:
        raise NotFound
    fields = dict(row)
    now = fields.pop("now")
    found = WebhookSubscription(**fields)
    check_version(version, found.version)
    return found, now


async def _save(
    transaction: Transaction, found: WebhookSubscription, act: Permission, secret: str | None = None
) -> WebhookSubscriptionRead:
    event = event_values(transaction.actor, act, SUBJECT, found.id, code=found.disable_reason)
    row = await transaction.row(_SAVE, **update_values(found, *COLUMNS), **event)
    return to_response(row, secret)


async def disable_subscription(
    transaction: Transaction, subscription_id: UUID, version: int
) -> WebhookSubscriptionRead:
    """Send nothing more. What happens meanwhile waits, as long as the outbox is kept."""
    found, _ = await _lock(transaction, subscription_id, version)
    if found.status == WebhookStatus.DISABLED:
        raise Conflict("This subscription is disabled already.")
    found.status, found.disable_reason = WebhookStatus.DISABLED, WebhookDisableReason.BY_OWNER
    return await _save(transaction, found, May.DISABLE)


async def enable_subscription(
    transaction: Transaction, subscription_id: UUID, version: int
) -> WebhookSubscriptionRead:
    """Ask the address for its consent again, and go on where it stopped."""
    found, _ = await _lock(transaction, subscription_id, version)
    if found.status == WebhookStatus.ACTIVE:
        raise Conflict("This subscription is active already.")
    found.status, found.disable_reason = WebhookStatus.PENDING, None
    return await _save(transaction, found, May.ENABLE)


async def rotate_secret(
    transaction: Transaction, vault: Vault, subscription_id: UUID, version: int
) -> WebhookSubscriptionRead:
    """Make a new secret. The former one signs beside it for a day."""
    found, now = await _lock(transaction, subscription_id, version)
    key = WrappedKey(found.wrapping_key_id, found.wrapped_key)
    secret, sealed = make_secret(vault, key, subscription_id)
    found.sealed_former, found.former_until = found.sealed, now + BESIDE
    found.sealed = sealed
    return await _save(transaction, found, May.ROTATE_SECRET, secret)


async def replay_subscription(
    transaction: Transaction, subscription_id: UUID, body: WebhookReplay, version: int
) -> WebhookSubscriptionRead:
    """Send again what was delivered or given up since an instant, in its order."""
    found, _ = await _lock(transaction, subscription_id, version)
    await transaction.run(_AGAIN, on_subscription_id=subscription_id, since=body.since)
    return await _save(transaction, found, May.REPLAY)
