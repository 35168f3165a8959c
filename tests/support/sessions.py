"""Sessions with the database beside the service's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from referral_api.embedded import Embedded
from tests.support.world import TestOrganisation

EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id, salt)"
    " VALUES ($1, 'case:update', 'allowed', $2, '{}', $3, '')"
)


@asynccontextmanager
async def as_app(
    server: Embedded, organisation: TestOrganisation | None
) -> AsyncIterator[asyncpg.Connection]:
    """A session of the application role, as anybody with its password could open one."""
    connection = await asyncpg.connect(server.url("referral_app"))
    try:
        if organisation is not None:
            await connection.execute(
                "SELECT set_config('app.organisation_id', $1, false)", str(organisation.id)
            )
        yield connection
    finally:
        await connection.close()
