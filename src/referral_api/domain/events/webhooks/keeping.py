"""What the worker changes in a subscription: it is verified, or disabled; each with its event."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.domain.codelists.webhooks import WebhookDisableReason, WebhookStatus
from referral_api.domain.events.webhooks.following import MAY_BE_TOLD
from referral_api.domain.events.webhooks.tables import WebhookPosition, WebhookSubscription
from referral_api.permissions import WebhookSubscriptionPermission

PURPOSE = "webhook.secret"
_PENDING = Statement(
    select(
        col(WebhookSubscription.id), col(WebhookSubscription.organisation_id),
        col(WebhookSubscription.url),
    )
    .where(col(WebhookSubscription.status) == literal_code(WebhookStatus.PENDING), MAY_BE_TOLD)
    # Those that never consent hold up no new one.
    .order_by(col(WebhookSubscription.recorded_key).desc())
    .limit(bindparam("limit"))
)  # fmt: skip
_ONE = col(WebhookSubscription.id) == bindparam("row_id")
_CHANGED = {"version": col(WebhookSubscription.version) + 1}
_EVENT = event_insert().cte("event")
_DISABLE = Statement(
    update(WebhookSubscription)
    .where(_ONE, col(WebhookSubscription.status) != literal_code(WebhookStatus.DISABLED))
    .values(
        status=literal_code(WebhookStatus.DISABLED), disable_reason=bindparam("reason"), **_CHANGED
    )
    .returning(col(WebhookSubscription.id))
    .add_cte(_EVENT)
)
_VERIFY = Statement(
    update(WebhookSubscription)
    .where(_ONE, col(WebhookSubscription.status) == literal_code(WebhookStatus.PENDING))
    .values(status=literal_code(WebhookStatus.ACTIVE), verified_at=func.now(), **_CHANGED)
    .returning(col(WebhookSubscription.id))
    .add_cte(_EVENT)
)
# It is told of what happens from now on; what was told before stays where it was.
_BEGIN = Statement(
    insert(WebhookPosition).values(
        subscription_id=bindparam("row_id"), organisation_id=bindparam("organisation_id")
    )
)
_LOCK = Statement(select(WebhookSubscription).where(_ONE).with_for_update())


async def pending(database: Database, limit: int = 20) -> Sequence[Row]:
    """List the subscriptions whose address waits to be verified."""
    async with database.transaction(system_actor(), "system") as transaction:
        return await transaction.all(_PENDING, limit=limit)


async def verify(database: Database, subscription: Row) -> None:
    """Record that an address has consented: from now on it is told."""
    actor = system_actor(subscription["organisation_id"])
    about = {"row_id": subscription["id"]}
    async with database.transaction(actor, "system") as transaction:
        found = await transaction.one(_LOCK, **about)
        if found is None or found["status"] != WebhookStatus.PENDING:
            return
        event = event_values(
            actor, WebhookSubscriptionPermission.VERIFY, "webhook_subscription", about["row_id"]
        )
        await transaction.row(_VERIFY, **about, **event)
        if found["verified_at"] is None:
            organisation_id = subscription["organisation_id"]
            await transaction.run(_BEGIN, organisation_id=organisation_id, **about)


async def disable(database: Database, sent: Any, reason: WebhookDisableReason) -> None:
    """Send nothing more to a subscription, unless it is disabled already."""
    subscription_id: UUID = sent["subscription_id"]
    actor = system_actor(sent["organisation_id"])
    async with database.transaction(actor, "system") as transaction:
        found = await transaction.one(_LOCK, row_id=subscription_id)
        if found is not None and found["status"] != WebhookStatus.DISABLED:
            event = event_values(
                actor, WebhookSubscriptionPermission.DISABLE, "webhook_subscription",
                subscription_id, code=reason,
            )  # fmt: skip
            await transaction.row(_DISABLE, row_id=subscription_id, reason=reason, **event)
