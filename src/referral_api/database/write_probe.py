"""Finds out whether writes succeed, on a connection of its own: never in the queue of requests."""

import asyncio
import time
from functools import partial
from typing import Any

import asyncpg

from referral_api.database.error_mapping import OUTAGES
from referral_api.database.pool import terminate
from referral_api.database.primary_discovery import connector
from referral_api.database.role_check import REFUSE_UNBOUND
from referral_api.observability.outage_log import OutageLog

# Seconds that a result is believed, and that a caller waits for a new one.
_BELIEVED = 1.0
_PATIENCE = 1.0
# Seconds after which a probe is given up. It is longer than the patience: a COMMIT that waits for
# its standby goes on waiting in the server when its connection ends, and each probe would leave one
# more behind.
_LONGEST = 5.0
_SESSION = {"application_name": "referral-api readiness"}
# In one message: no table that the service writes to is locked (preparing an INSERT takes the
# lock of an INSERT, and neither plans nor runs it); a file can grow (a spilled list takes a
# hundred kB of disk); a COMMIT becomes durable (it carries a message that changes no row).
_PROBE = """
BEGIN; SET LOCAL lock_timeout = 300; SET LOCAL statement_timeout = 800; SET LOCAL work_mem = 64;
DO $$ DECLARE named regclass; BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RAISE read_only_sql_transaction;
    END IF;
    FOR named IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p')
        AND relnamespace = 'public'::regnamespace AND has_any_column_privilege(oid, 'INSERT')
    LOOP
        EXECUTE format('PREPARE probe AS INSERT INTO %s DEFAULT VALUES', named);
        DEALLOCATE probe;
    END LOOP;
    IF named IS NULL THEN
        RAISE undefined_table;
    END IF;
END $$;
SELECT count(*) FROM generate_series(1, 8000);
SELECT pg_logical_emit_message(true, 'referral-api', 'ready'); COMMIT
"""


class WriteProbe:
    """One probe at a time, shared by all who ask while it runs."""

    def __init__(self, url: str) -> None:
        self._connect = partial(connector(url), url, timeout=2, server_settings=_SESSION)
        self._connection: asyncpg.Connection[Any] | None = None
        self._probe: asyncio.Task[bool] | None = None
        self._began = 0.0
        self._outages = OutageLog("database.writing")

    async def succeeds(self) -> bool:
        """Say whether a write has just succeeded; False also while that is not known."""
        now = time.monotonic()
        probe = self._probe
        if probe is None or (probe.done() and now - self._began >= _BELIEVED):
            probe = self._probe = asyncio.create_task(self._write())
            self._began = now
        await asyncio.wait([probe], timeout=max(0.0, self._began + _PATIENCE - now))
        return probe.done() and probe.result()

    async def close(self) -> None:
        """End the connection, and a probe that runs."""
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.wait([self._probe])
        self._drop()

    async def _write(self) -> bool:
        try:
            async with asyncio.timeout(_LONGEST):
                if self._connection is None or self._connection.is_closed():
                    self._connection = await self._connect()
                    await self._connection.execute(REFUSE_UNBOUND)
                await self._connection.execute(_PROBE)
        except (asyncpg.PostgresError, *OUTAGES) as error:
            self._outages.note_failure(error)
            self._drop()
            return False
        except BaseException:
            self._drop()
            raise
        self._outages.note_success()
        return True

    def _drop(self) -> None:
        if self._connection is not None:
            terminate(self._connection)
            self._connection = None
