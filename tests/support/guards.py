"""Changing a row that its guards would not let change, and leaving the guards as they were."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

_AGAIN = {"O": "ENABLE TRIGGER", "A": "ENABLE ALWAYS TRIGGER", "R": "ENABLE REPLICA TRIGGER"}


@asynccontextmanager
async def unguarded(owner: asyncpg.Pool, table: str) -> AsyncIterator[Any]:
    """Lend a connection on which the triggers of one table rest."""
    async with owner.acquire() as connection, connection.transaction():
        guards = await connection.fetch(
            "SELECT tgname, tgenabled::text AS state FROM pg_trigger"
            " WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
            table,
        )
        for guard in guards:
            await connection.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{guard["tgname"]}"')
        yield connection
        for guard in guards:
            again = _AGAIN[guard["state"]]
            await connection.execute(f'ALTER TABLE {table} {again} "{guard["tgname"]}"')
