"""No connection of a role that row security does not bind serves a request."""

import asyncio
import io

import asyncpg
import pytest
import structlog

from referral_api.database.database import Database
from referral_api.database.pool import Pool
from referral_api.embedded import Embedded
from referral_api.errors import Unavailable
from referral_api.observability import logs

UNBOUND = {
    "a_superuser": "SUPERUSER",
    "bypasses_row_security": "BYPASSRLS IN ROLE referral_app",
    "may_act_for_the_owner": "IN ROLE referral_owner",
    "may_act_for_a_superuser": "IN ROLE referral_app, postgres",
}


@pytest.fixture
async def superuser(server: Embedded) -> asyncpg.Connection:
    return await asyncpg.connect(server.url("postgres"))


@pytest.mark.parametrize("role", ["postgres", "referral_owner", *UNBOUND])
async def test_a_role_that_reads_everything_is_not_used_and_named_once_in_the_log(
    server: Embedded, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    written = io.BytesIO()
    logs.configure_logs("INFO")
    monkeypatch.setattr("referral_api.observability.logs._out", structlog.BytesLogger(written))
    if role in UNBOUND:
        await superuser.execute(f"CREATE ROLE {role} LOGIN {UNBOUND[role]}")
    pool, database = Pool(server.url(role), 2), Database(server.url(role), size=1)
    try:
        for _ in range(2):
            with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
                await pool.acquire()
        with pytest.raises(Unavailable):
            await database.check_ready()
    finally:
        await asyncio.gather(pool.close(), database.close())
        if role in UNBOUND:
            await superuser.execute(f"DROP ROLE {role}")
        await superuser.close()
    said = [line for line in written.getvalue().decode().splitlines() if '"database.lost"' in line]
    assert len(said) == 1
    assert '"sqlstate":"28000"' in said[0]
    assert role not in said[0]


async def test_the_role_of_the_application_is_bound(server: Embedded) -> None:
    pool = Pool(server.url("referral_app"), 1)
    pool.release(await pool.acquire())
    await pool.close()
