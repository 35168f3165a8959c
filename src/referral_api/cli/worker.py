"""``worker``: what is told and sent, and the service's regular work, until it is stopped."""

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from referral_api import embedded
from referral_api.cli.failures import load_settings
from referral_api.delivery.worker import Worker
from referral_api.observability.logs import configure_logs
from referral_api.settings import Settings

_log = structlog.get_logger()
# Seconds for what is under way to be given up; the database stops afterwards, whatever is left.
_PATIENCE = 10.0


def worker() -> None:
    """Send webhooks and messages, and do the regular work of `maintain --loop`. Several may run."""
    settings = load_settings()
    configure_logs(settings.log_level)
    if settings.database_url is not None:
        asyncio.run(_until_stopped(settings, settings.database_url.get_secret_value()))
        return
    # Exit normally, so that PostgreSQL is stopped; the worker has a handler of its own later.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with embedded.start(settings.referral_data_dir) as server:
        asyncio.run(_until_stopped(settings, server.url("referral_app")))


async def _until_stopped(settings: Settings, url: str) -> None:
    working = asyncio.create_task(Worker(settings, url).run())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


@contextmanager
def working_beside(settings: Settings, url: str) -> Iterator[None]:
    """Let a worker work in a thread of its own. It has ended before the caller goes on."""
    beside = _Beside(settings, url)
    beside.start()
    try:
        yield
    finally:
        beside.stop()


class _Beside:
    """A worker in a thread."""

    def __init__(self, settings: Settings, url: str) -> None:
        self._worker = Worker(settings, url)
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._begun.wait()

    def stop(self) -> None:
        """Have it give up what is under way, and wait until it has ended."""
        with suppress(RuntimeError):  # its loop is closed: it has ended by itself, and said so
            self._loop.call_soon_threadsafe(self._working.cancel)
        self._thread.join(_PATIENCE)
        if self._thread.is_alive():
            _log.error("worker.stuck")

    def _run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._working = asyncio.create_task(self._worker.run())
        self._begun.set()
        # A worker that fails is missed by nothing that the database decides; it says so in the log.
        for failure in await asyncio.gather(self._working, return_exceptions=True):
            if isinstance(failure, Exception):
                _log.error("worker.ended", cause=type(failure).__name__)
