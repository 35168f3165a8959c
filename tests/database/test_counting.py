"""Counting has connections of its own, and a replica where there is one that is not behind."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, literal_column, select

from referral_api.database.database import Database
from referral_api.database.session_profile import FIGURES
from referral_api.database.statements import Statement
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.embedded import Embedded
from referral_api.embedded.account import Account
from referral_api.permissions import Role
from tests.support.embedded_server import start_quick
from tests.support.world import World

_WHERE = Statement(
    select(
        func.pg_is_in_recovery().label("standby"),
        literal_column("current_user").label("role"),
        func.current_setting(literal_column("'app.sight'")).label("sight"),
    )
)
_LONG_AGO, _FAR_AHEAD = "0/1", "7FFF/0"


@pytest.fixture(scope="module")
def standby(server: Embedded, data_dir: Path) -> Iterator[Embedded]:
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    try:
        copy = folder / "postgres"
        copy.mkdir(mode=0o700)
        account = Account.choose(data_dir)
        account.own(copy)
        failure = account.run(
            "pg_basebackup", "--pgdata", ".", "--write-recovery-conf", "--checkpoint=fast",
            "--dbname", server.url("postgres", "postgres"), folder=copy,
        )  # fmt: skip
        assert failure is None, failure
        with start_quick(folder) as standby:
            yield standby
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(primary: Embedded, standby: Embedded) -> str:
    """Return how far the primary has written, once the standby holds it."""
    with (
        psycopg.connect(primary.url("postgres")) as one,
        psycopg.connect(standby.url("postgres"), autocommit=True) as other,
    ):
        (wal,) = one.execute("SELECT pg_current_wal_flush_lsn()::text").fetchone() or ("",)
        until = time.monotonic() + 30
        holds = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        while other.execute(holds, [wal]).fetchone() != (True,):
            assert time.monotonic() < until
            time.sleep(0.02)
    return str(wal)


async def _where(primary: Embedded, replica_url: str, wal: str) -> dict[str, Any]:
    database = Database(
        primary.url("referral_app"), size=1, profile=FIGURES, replica_url=replica_url
    )
    async with database.transaction(NOBODY, "flow") as transaction:
        async with transaction.counting(wal) as counted:
            found = dict(await counted.row(_WHERE))
        after = await transaction.row(_WHERE)
    await database.close()
    assert (after["standby"], after["role"]) == (False, "referral_app")
    return found


async def test_a_replica_counts_what_a_cut_holds_once_it_holds_it_too(
    server: Embedded, standby: Embedded
) -> None:
    wal = _written(server, standby)
    assert await _where(server, standby.url("referral_app"), wal) == {
        "standby": True, "role": "referral_figures", "sight": "flow"
    }  # fmt: skip
    behind = await _where(server, standby.url("referral_app"), _FAR_AHEAD)
    assert behind == {"standby": False, "role": "referral_figures", "sight": "flow"}


@pytest.mark.parametrize("port", ["5432", "5433"])
async def test_a_replica_that_is_none_or_out_of_reach_leaves_it_to_the_database(
    server: Embedded, port: str
) -> None:
    replica = server.url("referral_app").replace("port=5432", f"port={port}")
    found = await _where(server, replica, _LONG_AGO)
    assert found == {"standby": False, "role": "referral_figures", "sight": "flow"}


async def test_a_figure_takes_no_connection_of_other_requests(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path = "/v1/figures/identification.status_at"
    await world.done(coordinator, "GET", path)  # the caller is known now
    pool = world.process.database
    async with AsyncExitStack() as held:
        for _ in range(world.process.settings.pool_size):
            await held.enter_async_context(pool.transaction(NOBODY))
        answer = await world.call(coordinator, "GET", path)
        refused = await world.call(coordinator, "GET", "/v1/figures")
    assert (answer.status_code, refused.status_code) == (200, 503)
