"""One round: due expiries, then alerts, notices and imports, then what is past its time is deleted.

Rounds may run beside each other, on any node: each row is written once, and one purges at a time.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy import Interval, bindparam, func
from sqlalchemy.dialects.postgresql import insert

from referral_api.database.database import Database, system_actor
from referral_api.database.error_mapping import means_loss
from referral_api.database.old_rows import OldRows
from referral_api.database.session_profile import MAINTENANCE
from referral_api.database.statements import Statement
from referral_api.domain.casework.alerts.lasting import follow_causes
from referral_api.domain.casework.clocks.due import tell_due, times_of
from referral_api.domain.casework.imports.loading import due_imports, load_due
from referral_api.domain.casework.notice_messages.sending import OLD_MESSAGES
from referral_api.domain.events.outgoing_events.operations import OLD_OUTGOING_EVENTS
from referral_api.domain.events.webhooks.sending import OLD_DELIVERIES
from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.identification.tips.sources import erase_sources
from referral_api.domain.network.sign_in.by_time import OLD_PENDING, OLD_SIGN_INS
from referral_api.domain.records.one_by_one import ExpiriesFailed
from referral_api.errors import Unavailable
from referral_api.http.idempotency_records import OLD_KEYS
from referral_api.maintenance.queue_rows import OLD_QUEUE_ROWS, QUEUE_LOG_KEPT
from referral_api.maintenance.tables import MaintenanceRun
from referral_api.security.vault import Vault
from referral_api.settings import Settings

_log = structlog.get_logger()
# Seconds for the purge of one table; expiries that became due meanwhile come first again.
_LONGEST_PURGE = 60.0
# Seconds for imports in one round.
_LONGEST_LOAD = 120.0
_FACTS = {
    "began_at": func.clock_timestamp() - bindparam("took", type_=Interval),
    "ended_at": func.clock_timestamp(),
    **{name: bindparam(name) for name in ("published", "deleted", "failed")},
}
_NOTE = Statement(
    insert(MaintenanceRun)
    .values(_FACTS)
    .on_conflict_do_update(index_elements=["only_row"], set_=_FACTS)
)


@dataclass(slots=True)
class Round:
    """What a round did. ``failures`` names what could not be done; the rest was.

    ``unfinished`` says that the time for a purge was over before everything old was deleted.
    """

    published: int = 0
    deleted: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    unfinished: bool = False

    @property
    def facts(self) -> dict[str, int]:
        """The numbers of the round."""
        return {
            "published": self.published, "deleted": sum(self.deleted.values()),
            "failed": self.failed,
        }  # fmt: skip


def maintenance_database(url: str) -> Database:
    """Open the database for maintenance: one connection, with time for long statements."""
    return Database(url, size=1, profile=MAINTENANCE)


async def maintain(
    database: Database, settings: Settings, longest_purge: float = _LONGEST_PURGE
) -> Round:
    """Do one round and note it; Unavailable if the database is lost meanwhile."""
    done, began = Round(), time.monotonic()
    await _publish(done, "expiries", lambda: publish_overdue(database))
    await _publish(done, "alerts", lambda: follow_causes(database, settings.police_protection))
    times = times_of(
        settings.referral_clocks, settings.handoff_clocks, settings.police_protection,
        settings.tip_clocks, settings.child_protection, settings.care_times,
    )  # fmt: skip
    await _publish(done, "notices", lambda: tell_due(database, times))
    retention = settings.tip_source_retention
    await _publish(done, "tip sources", lambda: erase_sources(database, retention))
    await _publish(done, "imports", lambda: _load_imports(database, settings))
    for rows, retention in _old_rows(settings):
        await _purge(done, database, rows, retention, longest_purge)
    took = timedelta(seconds=time.monotonic() - began)
    async with database.transaction(system_actor(), "system") as transaction:
        await transaction.run(_NOTE, took=took, **done.facts)
    _log.info("maintenance.done", **done.facts, unfinished=done.unfinished)
    return done


async def _load_imports(database: Database, settings: Settings) -> int:
    """Load what imports have taken in, where no worker does."""
    if not await due_imports(database):
        return 0
    vault = Vault.from_file(settings.keys / "vault.json")
    return await load_due(database, vault, settings.role_homes, _LONGEST_LOAD)


def _old_rows(settings: Settings) -> list[tuple[OldRows, timedelta]]:
    return [
        (OLD_KEYS, settings.idempotency_retention),
        (OLD_OUTGOING_EVENTS, settings.outgoing_event_retention),
        # What is still to be sent stays.
        (OLD_DELIVERIES, settings.outgoing_event_retention),
        (OLD_MESSAGES, settings.outgoing_event_retention),
        *((rows, settings.session_retention) for rows in OLD_SIGN_INS),
        (OLD_PENDING, timedelta(0)),
        *((rows, QUEUE_LOG_KEPT) for rows in OLD_QUEUE_ROWS),
    ]


async def _publish(done: Round, name: str, publish: Callable[[], Awaitable[int]]) -> None:
    """Publish what is due of one kind; what fails holds up no other step."""
    try:
        done.published += await publish()
    except ExpiriesFailed as failed:
        done.published += failed.number
        done.failed += sum(map(len, failed.kinds.values()))
        done.failures.append(str(failed))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other steps must not wait
        _note_failure(done, name, error)


async def _purge(
    done: Round, database: Database, rows: OldRows, retention: timedelta, seconds: float
) -> None:
    try:
        purged = await rows.purge(database, retention, seconds)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other steps must not wait
        _note_failure(done, rows.name, error)
        return
    done.deleted[rows.name] = purged.number
    done.unfinished |= purged.unfinished


def _note_failure(done: Round, name: str, error: Exception) -> None:
    if isinstance(error, Unavailable) and means_loss(error.__cause__):
        raise error
    # Its text may quote a row.
    cause = type(error.__cause__ or error).__name__
    _log.error("maintenance.step_failed", step=name, cause=cause)
    done.failed += 1
    done.failures.append(f"{name} ({cause})")
