"""What is due and not done yet, and when maintenance last ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement
from referral_api.domain.casework.notice_messages.sending import FIRST_MESSAGE, count_messages
from referral_api.domain.events.outgoing_events.operations import OLD_OUTGOING_EVENTS
from referral_api.domain.events.webhooks.sending import FIRST_TO_SEND, count_to_send
from referral_api.domain.expiry_job import FIRST_OVERDUE, count_due
from referral_api.http.idempotency_records import OLD_KEYS
from referral_api.maintenance.queue_rows import COUNT_JOBS, FIRST_JOB
from referral_api.maintenance.tables import MaintenanceRun
from referral_api.settings import Settings

COUNTED = 10_000  # of each kind, no more are counted


def _last(column: Mapped[Any]) -> ColumnElement[Any]:
    return select(column).scalar_subquery()


_LAG = Statement(
    select(
        func.clock_timestamp().label("now"),
        _last(col(MaintenanceRun.ended_at)).label("ended_at"),
        func.coalesce(_last(col(MaintenanceRun.failed)), 0).label("failed"),
        (func.now() - FIRST_OVERDUE).label("expiries"),
        OLD_KEYS.overdue("key_retention").label("keys"),
        OLD_OUTGOING_EVENTS.overdue("event_retention").label("events"),
        (func.now() - FIRST_TO_SEND).label("webhooks"),
        count_to_send(COUNTED).label("webhooks_waiting"),
        (func.now() - FIRST_MESSAGE).label("messages"),
        count_messages(COUNTED).label("messages_waiting"),
        (func.now() - FIRST_JOB).label("jobs"),
        COUNT_JOBS.label("jobs_waiting"),
    )
)
_COUNTS = Statement(
    select(
        count_due(COUNTED).label("expiries"),
        OLD_KEYS.count_overdue("key_retention", COUNTED).label("keys"),
        OLD_OUTGOING_EVENTS.count_overdue("event_retention", COUNTED).label("events"),
    )
)


@dataclass(frozen=True, slots=True)
class Lag:
    """By the database's clock: the end of the last round, and how long the oldest has waited."""

    now: datetime
    ended_at: datetime | None  # None: there was no round yet
    failed: int  # in that round
    waiting: dict[str, int]  # to be sent or done by a worker; up to COUNTED
    expiries: timedelta
    keys: timedelta
    events: timedelta
    webhooks: timedelta
    messages: timedelta
    jobs: timedelta


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait: expiries to be written, keys and outgoing events to be deleted."""

    expiries: int
    keys: int
    events: int


def _retentions(settings: Settings) -> dict[str, timedelta]:
    return {
        "key_retention": settings.idempotency_retention,
        "event_retention": settings.outgoing_event_retention,
    }


async def read_lag(database: Database, settings: Settings) -> Lag:
    """Read the oldest of each kind, by an index."""
    async with database.transaction(system_actor(), "system") as transaction:
        row = await transaction.row(_LAG, **_retentions(settings))
    names = ("expiries", "keys", "events", "webhooks", "messages", "jobs")
    ages = {name: max(row[name] or timedelta(), timedelta()) for name in names}
    counts = {name: int(row[f"{name}_waiting"]) for name in ("webhooks", "messages", "jobs")}
    return Lag(row["now"], row["ended_at"], row["failed"], counts, **ages)


async def count_backlog(database: Database, settings: Settings) -> Backlog:
    """Count what waits, up to COUNTED of each kind."""
    async with database.transaction(system_actor(), "system") as transaction:
        return Backlog(**await transaction.row(_COUNTS, **_retentions(settings)))
