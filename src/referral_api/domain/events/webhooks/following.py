"""What the worker does in the rows: it follows the outbox for each active subscription."""

from sqlalchemy import (
    ARRAY,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.domain.codelists.webhooks import DeliveryState, WebhookStatus
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.events.webhooks.tables import (
    WebhookDelivery,
    WebhookPosition,
    WebhookSubscription,
)
from referral_api.domain.network.clients.tables import Client
from referral_api.domain.network.organisations.tables import Organisation

BATCH = 500
# Nothing goes to a system that may not call any more, or whose organisation may not.
MAY_BE_TOLD = exists().where(
    col(Client.id) == col(WebhookSubscription.client_id), col(Client.active),
    col(Organisation.id) == col(Client.organisation_id), col(Organisation.active),
)  # fmt: skip
IS_ACTIVE = and_(col(WebhookSubscription.status) == literal_code(WebhookStatus.ACTIVE), MAY_BE_TOLD)
_SETTLED = func.pg_snapshot_xmin(func.pg_current_snapshot())
_FOLLOWED = Statement(
    select(col(WebhookSubscription.id), col(WebhookSubscription.organisation_id))
    .where(IS_ACTIVE)
    .order_by(col(WebhookSubscription.id))
)
_HOLD_POSITION = Statement(
    select(col(WebhookPosition.xid), col(WebhookSubscription.event_types))
    .join(WebhookSubscription, col(WebhookSubscription.id) == col(WebhookPosition.subscription_id))
    .where(col(WebhookPosition.subscription_id) == bindparam("subscription_id"), IS_ACTIVE)
    .with_for_update(of=WebhookPosition, skip_locked=True)
)
_NEXT = Statement(
    select(OutgoingEvent)
    .where(
        col(OutgoingEvent.organisation_id) == bindparam("organisation_id"),
        col(OutgoingEvent.xid) > bindparam("after"),
        col(OutgoingEvent.xid) < _SETTLED,
    )
    .order_by(col(OutgoingEvent.xid))
    .fetch(literal_column(str(BATCH)), with_ties=True)
)
_COPIED = (
    "organisation_id", "event_id", "xid", "action", "subject", "subject_id", "occurred_at",
)  # fmt: skip
_TYPES = bindparam("event_types", type_=ARRAY(Text))
_COPY = Statement(
    insert(WebhookDelivery)
    .from_select(
        ["subscription_id", *_COPIED, "state", "attempts"],
        select(
            bindparam("subscription_id", type_=Uuid),
            *(OutgoingEvent.__table__.c[name] for name in _COPIED),  # type: ignore[attr-defined]
            literal_code(DeliveryState.WAITING), literal_column("0"),
        ).where(
            col(OutgoingEvent.organisation_id) == bindparam("organisation_id"),
            col(OutgoingEvent.xid) > bindparam("after"),
            col(OutgoingEvent.xid) <= bindparam("last"),
            or_(func.cardinality(_TYPES) == 0, col(OutgoingEvent.action) == any_(_TYPES)),
        ),
    )
    # After a restore a position may lie before what was followed (``database/restoring.py``).
    .on_conflict_do_nothing()
)  # fmt: skip
_MOVE = Statement(
    update(WebhookPosition)
    .where(col(WebhookPosition.subscription_id) == bindparam("row_id"))
    .values(xid=bindparam("last"))
    .returning(col(WebhookPosition.subscription_id))
)


async def follow_outbox(database: Database) -> int:
    """Copy what is new in the outbox for each active subscription; return how many events."""
    async with database.transaction(system_actor(), "system") as transaction:
        subscriptions = await transaction.all(_FOLLOWED)
    number = 0
    for subscription in subscriptions:
        while found := await _follow(database, subscription):
            number += found
            if found < BATCH:
                break
    return number


async def _follow(database: Database, subscription: Row) -> int:
    about = {
        "subscription_id": subscription["id"], "organisation_id": subscription["organisation_id"]
    }  # fmt: skip
    actor = system_actor(subscription["organisation_id"])
    async with database.transaction(actor, "system") as transaction:
        place = await transaction.one(_HOLD_POSITION, subscription_id=subscription["id"])
        if place is None:
            return 0
        rows = await transaction.all(
            _NEXT, organisation_id=subscription["organisation_id"], after=place["xid"]
        )
        if rows:
            last = rows[-1]["xid"]
            await transaction.run(
                _COPY, after=place["xid"], last=last, event_types=place["event_types"], **about
            )
            await transaction.row(_MOVE, row_id=subscription["id"], last=last)
        return len(rows)
