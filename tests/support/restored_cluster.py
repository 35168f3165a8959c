"""A database that is dumped and restored into another cluster, as an operator does it."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psycopg

from referral_api import embedded
from referral_api.embedded import Embedded
from referral_api.embedded.account import Account
from referral_api.main import create_app
from referral_api.settings import Settings
from tests.support.migrated_cluster import start_migrated
from tests.support.unlimited import UNLIMITED
from tests.support.world import World

_BURN = """
    SET synchronous_commit = off;
    DO $$ BEGIN
        FOR n IN 1..{number} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
    END $$
"""


@dataclass(frozen=True)
class Cluster:
    """A server with a folder of its own."""

    folder: Path
    server: embedded.Embedded

    def burn_transactions(self, number: int) -> None:
        """Let the counter of transactions rise by a number."""
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as superuser:
            for command in _BURN.format(number=number).strip().split(";\n", 1):
                superuser.execute(command.encode())

    def dump(self) -> Path:
        """Dump the database as docs/operators.md says; return the file."""
        file = self.folder / "postgres" / "backup.dump"
        self._run("pg_dump", "--format=custom", f"--file={file}")
        return file

    def restore(self, dump: Path) -> None:
        """Restore a dump into the database that ``bootstrap-sql`` has made here."""
        taken = self.folder / "postgres" / "taken.dump"
        shutil.copy(dump, taken)
        Account.choose(self.folder).own(taken)
        self._run("pg_restore", "--exit-on-error", str(taken))

    def _run(self, program: str, *arguments: str) -> None:
        url = self.server.url("postgres")
        failure = Account.choose(self.folder).run(
            program, f"--dbname={url}", *arguments, folder=self.folder / "postgres"
        )
        assert failure is None, failure


@contextmanager
def open_cluster(start: Callable[[Path], Embedded] = start_migrated) -> Iterator[Cluster]:
    """Start a server in a folder of its own: with all tables, unless another start is asked for."""
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    try:
        with start(folder) as server:
            yield Cluster(folder, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def as_served(cluster: Cluster, keys: Path) -> AsyncIterator[World]:
    """Serve the database of a cluster with a key folder: the world of its callers."""
    settings = Settings(
        referral_data_dir=cluster.folder, key_dir=keys, log_level="ERROR", pool_size=2, **UNLIMITED
    )
    app = create_app(settings, cluster.server.url("referral_app"))
    async with (
        app.router.lifespan_context(app),
        asyncpg.create_pool(cluster.server.url("referral_owner"), min_size=0) as owner,
        World(app, owner) as world,
    ):
        yield world
