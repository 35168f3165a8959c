"""Maintenance without a timer: a round, a pause, and the next round, until it is stopped."""

import asyncio
import signal
from contextlib import suppress

import structlog

from referral_api.database.database import Database
from referral_api.maintenance.round import maintain
from referral_api.settings import Settings

_log = structlog.get_logger()
_AT_ONCE = 1.0  # seconds before the next round, if this one left something


async def maintain_until_stopped(database: Database, settings: Settings) -> None:
    """Do rounds until SIGTERM or SIGINT; a lost database ends a round only."""
    rounds = asyncio.create_task(_do_rounds(database, settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        # What is under way is rolled back: each expiry and each batch is a transaction of its own.
        asyncio.get_running_loop().add_signal_handler(number, rounds.cancel)
    with suppress(asyncio.CancelledError):
        await rounds
    _log.info("maintenance.stopped")


async def _do_rounds(database: Database, settings: Settings) -> None:
    _log.info("maintenance.started", interval=settings.maintenance_interval.total_seconds())
    while True:
        pause = settings.maintenance_interval.total_seconds()
        try:
            done = await maintain(database, settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round must come
            cause = type(error.__cause__ or error).__name__
            _log.error("maintenance.failed", cause=cause)
        else:
            pause = min(pause, _AT_ONCE) if done.unfinished else pause
        await asyncio.sleep(pause)
