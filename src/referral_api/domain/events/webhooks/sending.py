"""Leasing what is next to be sent, and noting how it went.

The rows are the truth: whoever finds one waiting may send it. A lease keeps two from sending at
once, and ends by itself where its worker has died.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Interval,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col
from typing_extensions import override

from referral_api.database.database import Database, system_actor
from referral_api.database.old_rows import OldRows
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.domain.codelists.webhooks import DeliveryState
from referral_api.domain.events.webhooks.following import BATCH, IS_ACTIVE
from referral_api.domain.events.webhooks.tables import WebhookDelivery, WebhookSubscription

LEASE = timedelta(seconds=60)
# Before the second attempt, the third and so on, as Standard Webhooks proposes.
_SECONDS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in _SECONDS)
_earlier = aliased(WebhookDelivery)
_IS_WAITING = col(WebhookDelivery.state) == literal_code(DeliveryState.WAITING)
_IS_FIRST = ~exists().where(
    col(_earlier.subscription_id) == col(WebhookDelivery.subscription_id),
    col(_earlier.subject_id) == col(WebhookDelivery.subject_id),
    col(_earlier.state) == literal_code(DeliveryState.WAITING),
    or_(
        col(_earlier.xid) < col(WebhookDelivery.xid),
        and_(
            col(_earlier.xid) == col(WebhookDelivery.xid),
            col(_earlier.event_id) < col(WebhookDelivery.event_id),
        ),
    ),
)
_IS_DUE = and_(
    col(WebhookDelivery.next_at) <= func.now(),
    or_(
        col(WebhookDelivery.leased_until).is_(None),
        col(WebhookDelivery.leased_until) <= func.now(),
    ),
)
_LANES = Statement(
    select(col(WebhookDelivery.subscription_id), col(WebhookDelivery.subject_id))
    .join(
        WebhookSubscription,
        and_(col(WebhookSubscription.id) == col(WebhookDelivery.subscription_id), IS_ACTIVE),
    )
    .where(_IS_WAITING, _IS_DUE, _IS_FIRST)
    .order_by(col(WebhookDelivery.next_at))
    .limit(literal_column(str(BATCH)))
)
_HEAD = (
    select(col(WebhookDelivery.subscription_id), col(WebhookDelivery.event_id))
    .where(
        col(WebhookDelivery.subscription_id) == bindparam("subscription_id"),
        col(WebhookDelivery.subject_id) == bindparam("subject_id"),
        _IS_WAITING, _IS_DUE, _IS_FIRST,
    )
    .with_for_update(skip_locked=True)
    .cte("head")
)  # fmt: skip
_SUBSCRIPTION = WebhookSubscription.__table__.c  # type: ignore[attr-defined]
_LEASE = Statement(
    update(WebhookDelivery)
    .where(
        col(WebhookDelivery.subscription_id) == _HEAD.c.subscription_id,
        col(WebhookDelivery.event_id) == _HEAD.c.event_id,
        col(WebhookSubscription.id) == _HEAD.c.subscription_id, IS_ACTIVE,
    )
    .values(
        leased_until=func.now() + bindparam("lease", type_=Interval),
        attempts=col(WebhookDelivery.attempts) + 1,
    )
    .returning(
        WebhookDelivery, _SUBSCRIPTION.url, _SUBSCRIPTION.wrapping_key_id,
        _SUBSCRIPTION.wrapped_key, _SUBSCRIPTION.sealed, _SUBSCRIPTION.sealed_former,
        (func.coalesce(_SUBSCRIPTION.former_until, func.now()) > func.now()).label("former_signs"),
    )
)  # fmt: skip
_NOTE = Statement(
    update(WebhookDelivery)
    .where(
        col(WebhookDelivery.subscription_id) == bindparam("on_subscription_id"),
        col(WebhookDelivery.event_id) == bindparam("on_event_id"),
        # Whoever has lost its lease notes nothing over what another has noted.
        col(WebhookDelivery.attempts) == bindparam("attempt"),
        _IS_WAITING,
    )
    .values(
        state=bindparam("new_state"), last_status=bindparam("status"), leased_until=None,
        next_at=func.now() + bindparam("pause", type_=Interval),
        finished_at=case((bindparam("ended", type_=Boolean), func.now())),
    )
    .returning(col(WebhookDelivery.event_id))
)  # fmt: skip

OLD_DELIVERIES = OldRows(WebhookDelivery, col(WebhookDelivery.finished_at))
# What an inactive subscription will be sent one day waits for nobody here.
_IS_OF_AN_ACTIVE_ONE = (
    exists()
    .where(col(WebhookSubscription.id) == col(WebhookDelivery.subscription_id), IS_ACTIVE)
    .correlate(WebhookDelivery)
)
# The instant since when the first one could be sent; NULL if none can be.
FIRST_TO_SEND = (
    select(func.min(col(WebhookDelivery.next_at)))
    .where(_IS_WAITING, col(WebhookDelivery.next_at) <= func.now(), _IS_OF_AN_ACTIVE_ONE)
    .scalar_subquery()
)


def count_to_send(at_most: int) -> ColumnElement[int]:
    """Count what waits to be sent, up to a number."""
    waiting = select(col(WebhookDelivery.event_id)).where(_IS_WAITING, _IS_OF_AN_ACTIVE_ONE)
    found = waiting.limit(at_most).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Lane:
    """What follows one another: the events of one subject for one subscription."""

    subscription_id: UUID
    subject_id: UUID

    @override
    def __str__(self) -> str:
        return f"{self.subscription_id}|{self.subject_id}"

    @classmethod
    def read(cls, text: str) -> "Lane":
        """Read what ``str`` has written."""
        subscription, _, subject = text.partition("|")
        return cls(UUID(subscription), UUID(subject))


async def due_lanes(database: Database) -> list[Lane]:
    """List the lanes whose first waiting event may be sent now."""
    async with database.transaction(system_actor(), "system") as transaction:
        rows = await transaction.all(_LANES)
    return [Lane(row["subscription_id"], row["subject_id"]) for row in rows]


async def lease_next(database: Database, lane: Lane) -> Row | None:
    """Lease the first waiting event of a lane, with what it is sent by; None if none is due."""
    async with database.transaction(system_actor(), "system") as transaction:
        return await transaction.one(
            _LEASE, subscription_id=lane.subscription_id, subject_id=lane.subject_id, lease=LEASE
        )


def pause_after(attempts: int, pauses: Sequence[timedelta] = PAUSES) -> timedelta | None:
    """Say how long to wait after so many attempts; None: it is given up."""
    if attempts > len(pauses):
        return None
    pause = pauses[attempts - 1]
    return pause * (1 + secrets.randbelow(100) / 1000)  # so that not all come back at once


async def note_attempt(database: Database, sent: Row, status: int | None, *, ok: bool) -> None:
    """Note how an attempt went: delivered, to be tried again, or given up."""
    pause = None if ok else pause_after(sent["attempts"])
    state = DeliveryState.DELIVERED if ok else DeliveryState.DEAD
    if pause is not None:
        state = DeliveryState.WAITING
    async with database.transaction(system_actor(), "system") as transaction:
        await transaction.one(
            _NOTE, on_subscription_id=sent["subscription_id"], on_event_id=sent["event_id"],
            attempt=sent["attempts"], new_state=state, status=status, pause=pause or timedelta(),
            ended=state != DeliveryState.WAITING,
        )  # fmt: skip
