"""The worker: it finds what is due in the rows, queues it, and does what the queue hands out.

Any number may run, beside each other and beside `maintain`; none is needed for what the database
decides. The queue holds ids only. What a worker that died had taken is handed out again.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.models import Job

from referral_api.database.database import Database
from referral_api.delivery.messages import Messages
from referral_api.delivery.queue import SETTINGS, queries_of
from referral_api.delivery.sending import Sender
from referral_api.delivery.verification import verify_pending
from referral_api.delivery.webhooks import WebhookSender
from referral_api.domain.casework.duplicate_checks.checks import check_due, index_again
from referral_api.domain.casework.duplicate_checks.looking import Searcher
from referral_api.domain.casework.imports.loading import due_imports, load_import
from referral_api.domain.casework.notice_messages.sending import MessageId
from referral_api.domain.events.webhooks.following import follow_outbox
from referral_api.domain.events.webhooks.sending import Lane, due_lanes
from referral_api.maintenance.round import maintain, maintenance_database
from referral_api.security.blind_index import BlindIndex
from referral_api.security.key_files import KeyFileError
from referral_api.security.vault import Vault
from referral_api.settings import Settings

_log = structlog.get_logger()
_LANE, _MESSAGE, _ROUND = "webhook_lane", "notice_message", "maintenance_round"
_IMPORT = "case_import"
_PAUSE = 1.0  # seconds between two looks at the rows
# A worker that has not shown itself for so long is dead.
DEAD_AFTER = timedelta(seconds=30)
_AT_ONCE = 20
_ASKED_EACH = 30.0  # seconds between two questions to an address for its consent


class _Regular:
    """Something that is done at once, and then once in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._next = seconds, 0.0

    def is_due(self) -> bool:
        """Say whether it is time; then the next time begins."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Worker:
    """One worker: a connection for the queue, and the databases that its work takes."""

    def __init__(self, settings: Settings, url: str, pause: float = _PAUSE) -> None:
        self._settings, self._url, self._pause = settings, url, pause
        self._sender = Sender(settings.webhook_allowed_networks)
        self._jobs: set[asyncio.Task[Any]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Work until it is cancelled."""
        vault = Vault.from_file(self._settings.keys / "vault.json")
        async with _opened(self._url) as (connection, database, rounds):
            queries = queries_of(connection)
            queue = PgQueuer(queries.driver, SETTINGS.channel, queries=queries)
            source = self._settings.public_url
            webhooks = WebhookSender(database, vault, self._sender, source)
            messages = Messages(database, self._settings)

            @queue.entrypoint(_LANE, accepts_context=False)
            async def send_lane(job: Job) -> None:
                # Nothing escapes: the queue would keep its text.
                lane = Lane.read((job.payload or b"").decode())
                await self._do(lambda: webhooks.send_lane(lane))

            @queue.entrypoint(_MESSAGE, accepts_context=False)
            async def send_message(job: Job) -> None:
                message = MessageId.read((job.payload or b"").decode())
                await self._do(lambda: messages.send(message))

            @queue.entrypoint(_ROUND, concurrency_limit=1, accepts_context=False)
            async def do_round(_: Job) -> None:
                await self._do(lambda: maintain(rounds, self._settings))

            @queue.entrypoint(_IMPORT, concurrency_limit=1, accepts_context=False)
            async def load(job: Job) -> None:
                import_id = UUID((job.payload or b"").decode())
                homes = self._settings.role_homes
                await self._do(lambda: load_import(database, vault, homes, import_id))

            _log.info("worker.started")
            async with asyncio.TaskGroup() as group:
                group.create_task(self._feed_until_stopped(queue, database, messages))
                group.create_task(self._look_for_duplicates(database, vault))
                group.create_task(
                    queue.run(heartbeat_timeout=DEAD_AFTER, max_concurrent_tasks=_AT_ONCE,
                              dequeue_timeout=timedelta(seconds=self._pause))
                )  # fmt: skip

    async def _do(self, step: Callable[[], Awaitable[object]]) -> None:
        """Do what the queue handed out, until it is done or the worker is stopped."""
        job = asyncio.current_task()
        if job is None or self._stopping:
            return
        self._jobs.add(job)
        try:
            await _whatever(step)
        finally:
            self._jobs.discard(job)

    def _give_up(self) -> None:
        """End what is under way: the queue would wait for it, and the rows keep it."""
        self._stopping = True
        for job in self._jobs:
            job.cancel()

    async def _feed(self, queue: PgQueuer, database: Database, messages: Messages) -> None:
        """Queue what the rows say is due. What is queued already is not queued twice."""
        rounds = _Regular(self._settings.maintenance_interval.total_seconds())
        consents = _Regular(_ASKED_EACH)
        source = self._settings.public_url
        while True:
            if consents.is_due():
                await _whatever(lambda: verify_pending(database, self._sender, source))
            await _whatever(lambda: follow_outbox(database))
            await _whatever(lambda: self._queue_lanes(queue, database))
            await _whatever(lambda: self._queue_messages(queue, messages))
            await _whatever(lambda: self._queue_imports(queue, database))
            if rounds.is_due():
                await _whatever(lambda: _queue(queue, _ROUND, [_ROUND]))
            await asyncio.sleep(self._pause)

    async def _feed_until_stopped(
        self, queue: PgQueuer, database: Database, messages: Messages
    ) -> None:
        try:
            await self._feed(queue, database, messages)
        finally:
            self._give_up()

    async def _look_for_duplicates(self, database: Database, vault: Vault) -> None:
        """Do the checks that are due: what a worker that died had taken comes again."""
        settings = self._settings
        try:
            index = BlindIndex.read(settings.keys)
        except KeyFileError as error:
            _log.error("duplicates.no_index_key", cause=str(error))
            return
        searcher = Searcher(
            vault, index, settings.duplicate_disclosure == "recorder",
            settings.duplicate_openings_per_day,
        )  # fmt: skip
        again = _Regular(settings.maintenance_interval.total_seconds())
        while True:
            if again.is_due():
                await _whatever(lambda: index_again(database, searcher))
            await _whatever(lambda: check_due(database, searcher))
            await asyncio.sleep(self._pause)

    async def _queue_lanes(self, queue: PgQueuer, database: Database) -> None:
        await _queue(queue, _LANE, [str(lane) for lane in await due_lanes(database)])

    async def _queue_imports(self, queue: PgQueuer, database: Database) -> None:
        await _queue(queue, _IMPORT, [str(each) for each in await due_imports(database)])

    async def _queue_messages(self, queue: PgQueuer, messages: Messages) -> None:
        await _queue(queue, _MESSAGE, [str(message) for message in await messages.find_due()])


async def _queue(queue: PgQueuer, name: str, ids: list[str]) -> None:
    if ids:
        queries: Any = queue.queries
        await queries.enqueue(
            [name] * len(ids), [each.encode() for each in ids], [0] * len(ids),
            dedupe_key=[f"{name}|{each}" for each in ids], on_conflict="skip",
        )  # fmt: skip


async def _whatever(step: Callable[[], Awaitable[object]]) -> None:
    """Do a step; what fails is done by the next look, and holds up no other."""
    try:
        await step()
    except Exception as error:  # noqa: BLE001 - whatever it is, the worker goes on
        cause = type(error.__cause__ or error).__name__
        _log.error("worker.failed", cause=cause)


@asynccontextmanager
async def _opened(
    url: str,
) -> AsyncIterator[tuple["asyncpg.Connection[Any]", Database, Database]]:
    connection = await asyncpg.connect(url)
    database, rounds = Database(url, size=4), maintenance_database(url)
    try:
        yield connection, database, rounds
    finally:
        await asyncio.gather(database.close(), rounds.close(), connection.close())
