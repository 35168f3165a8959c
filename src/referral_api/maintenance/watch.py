"""The lag of maintenance in the metrics of every node, read at most every few seconds."""

import asyncio
import time

from starlette.requests import HTTPConnection

from referral_api.database.database import Database
from referral_api.database.error_mapping import OUTAGES
from referral_api.errors import ServiceError
from referral_api.maintenance.backlog import read_lag
from referral_api.observability import metrics
from referral_api.settings import Settings

# Seconds that a reading is believed, and that a caller waits for a new one.
_BELIEVED = 10.0
_PATIENCE = 0.5


class MaintenanceWatch:
    """One reading at a time, shared by all who ask while it runs."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._reading: asyncio.Task[None] | None = None
        self._began = 0.0

    async def refresh(self) -> None:
        """Read the lag unless that was done just now. Without an answer the metrics stay."""
        now, reading = time.monotonic(), self._reading
        if reading is None or (reading.done() and now - self._began >= _BELIEVED):
            reading = self._reading = asyncio.create_task(self._read())
            self._began = now
        await asyncio.wait([reading], timeout=max(0.0, self._began + _PATIENCE - now))

    async def close(self) -> None:
        """End a reading that runs."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])

    async def _read(self) -> None:
        try:
            lag = await read_lag(self._database, self._settings)
        except (ServiceError, *OUTAGES):
            return
        metrics.set_maintenance_lag(
            ended_at=lag.ended_at.timestamp() if lag.ended_at else 0.0, failed=lag.failed,
            lags={
                "expiry": lag.expiries, "key": lag.keys, "outgoing_event": lag.events,
                "webhook": lag.webhooks, "message": lag.messages, "job": lag.jobs,
            },
            waiting=lag.waiting,
        )  # fmt: skip


def maintenance_watch(request: HTTPConnection) -> MaintenanceWatch:
    """Find the watch of this process."""
    watch: MaintenanceWatch = request.app.state.maintenance_watch
    return watch
