"""What an organisation does with its subscriptions to events."""

import base64
import secrets
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, or_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.webhooks import DeliveryState, WebhookStatus
from referral_api.domain.events.webhooks.keeping import PURPOSE
from referral_api.domain.events.webhooks.schemas import (
    WebhookDeliveryRead,
    WebhookSubscriptionCreate,
    WebhookSubscriptionRead,
)
from referral_api.domain.events.webhooks.tables import WebhookDelivery, WebhookSubscription
from referral_api.domain.network.clients.queries import GET as GET_CLIENT
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.permissions import WebhookSubscriptionPermission as May
from referral_api.security.vault import Vault, WrappedKey

SUBJECT = "webhook_subscription"
COLUMNS = (
    "status", "disable_reason", "wrapping_key_id", "wrapped_key", "sealed", "sealed_former",
    "former_until",
)  # fmt: skip
# Row security shows an organisation its own.
ONE = select(WebhookSubscription).where(col(WebhookSubscription.id) == bindparam("subscription_id"))
_GET = Statement(ONE)
_OURS = col(WebhookSubscription.organisation_id) == bindparam("organisation_id", type_=Uuid())
_PAGE = Statement(
    page_of(select(WebhookSubscription).where(_OURS), col(WebhookSubscription.recorded_key))
)
EVENT = event_insert().cte("event")
_ADD = Statement(
    insert_into(
        WebhookSubscription, "id", "organisation_id", "client_id", "url", "event_types", "version",
        *COLUMNS,
    )
    .returning(WebhookSubscription)
    .add_cte(EVENT)
)  # fmt: skip
_STATE = bindparam("state", type_=Text())
_DELIVERIES = Statement(
    page_of(
        select(WebhookDelivery, col(WebhookDelivery.event_id).label("id")).where(
            col(WebhookDelivery.subscription_id) == bindparam("subscription_id"),
            or_(_STATE.is_(None), col(WebhookDelivery.state) == _STATE),
        ),
        col(WebhookDelivery.event_id),
    )
)


def to_response(row: Row, secret: str | None = None) -> WebhookSubscriptionRead:
    """Turn a row into a response, with the secret where it was made."""
    return WebhookSubscriptionRead(**row, secret=secret)


async def create_subscription(
    transaction: Transaction, vault: Vault, body: WebhookSubscriptionCreate, *, plain: bool
) -> WebhookSubscriptionRead:
    """Subscribe a partner system of the caller's organisation. ``plain`` allows plain HTTP."""
    actor = transaction.actor
    client_id = body.client_id or actor.client_id
    client = await transaction.one(GET_CLIENT, client_id=client_id)
    if client is not None and client["organisation_id"] != actor.organisation_id:
        raise Forbidden
    if client is None:
        raise MalformedInput(errors=[{"pointer": "/client_id", "code": "invalid_value"}])
    if not plain and urlsplit(body.url).scheme != "https":
        raise MalformedInput(errors=[{"pointer": "/url", "code": "invalid_value"}])
    subscription_id = body.id or uuid7()
    key = vault.make_key(subscription_id)
    secret, sealed = make_secret(vault, key, subscription_id)
    row = await transaction.row(
        _ADD, id=subscription_id, organisation_id=actor.organisation_id, client_id=client_id,
        url=body.url, event_types=[str(code) for code in body.event_types], version=1,
        status=WebhookStatus.PENDING, disable_reason=None, wrapping_key_id=key.wrapping_key_id,
        wrapped_key=key.wrapped_key, sealed=sealed, sealed_former=None, former_until=None,
        **event_values(actor, May.CREATE, SUBJECT, subscription_id),
    )  # fmt: skip
    return to_response(row, secret)


def make_secret(vault: Vault, key: WrappedKey, subscription_id: UUID) -> tuple[str, bytes]:
    """Make a secret, as it is shown once and as it is stored."""
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return secret, vault.seal(key, subscription_id, PURPOSE, secret.encode())


async def _find(transaction: Transaction, subscription_id: UUID) -> Row:
    row = await transaction.one(_GET, subscription_id=subscription_id)
    if row is None:
        raise NotFound
    return row


async def show_subscription(
    transaction: Transaction, subscription_id: UUID
) -> WebhookSubscriptionRead:
    """Show as a reading would, without an event of its own."""
    return to_response(await _find(transaction, subscription_id))


async def read_subscription(
    transaction: Transaction, subscription_id: UUID
) -> WebhookSubscriptionRead:
    """Read a subscription of the caller's organisation."""
    row = await _find(transaction, subscription_id)
    await record(transaction, May.READ, SUBJECT, subscription_id)
    return to_response(row)


async def list_subscriptions(
    transaction: Transaction, window: Window
) -> Slice[WebhookSubscriptionRead]:
    """List the subscriptions of the caller's organisation, newest first."""
    page = {"before": window.before, "limit": window.limit + 1}
    organisation_id = transaction.actor.organisation_id
    rows = await transaction.all(_PAGE, organisation_id=organisation_id, **page)
    await record(transaction, May.LIST, SUBJECT)
    return window.slice([to_response(row) for row in rows], rows)


async def list_deliveries(
    transaction: Transaction, subscription_id: UUID, state: DeliveryState | None, window: Window
) -> Slice[WebhookDeliveryRead]:
    """List what was and will be sent to a subscription, newest first."""
    await _find(transaction, subscription_id)
    page = {"before": window.before, "limit": window.limit + 1}
    rows = await transaction.all(_DELIVERIES, subscription_id=subscription_id, state=state, **page)
    await record(transaction, May.LIST_DELIVERIES, SUBJECT, subscription_id)
    return window.slice([WebhookDeliveryRead(**row) for row in rows], rows)
