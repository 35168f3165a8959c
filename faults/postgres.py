"""PostgreSQL servers of our own: crashed, started again, followed and promoted at will."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import asyncpg

from referral_api import embedded, migrations
from referral_api.embedded.account import Account
from referral_api.embedded.folder import ServerFolder


class Postgres:
    """One server in a data folder, migrated."""

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self._data_dir = data_dir
        self._settings = dict(settings or {})

    async def __aenter__(self) -> Self:
        self._server = await asyncio.to_thread(embedded.start, self._data_dir, self._settings)
        self._account = Account.choose(self._data_dir)
        self._folder = ServerFolder(self._data_dir / "postgres", self._account)
        await asyncio.to_thread(migrations.upgrade, self._server.url("referral_owner"))
        self.superuser = await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.superuser.terminate()
        await asyncio.to_thread(self._server.stop)

    @property
    def socket(self) -> Path:
        """The unix socket it listens on."""
        return self._server.socket_folder / ".s.PGSQL.5432"

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder.path

    async def _open(self) -> asyncpg.Pool:
        # The superuser: row security would hide from the owner what must be counted.
        return await asyncpg.create_pool(self._server.url("postgres"), min_size=0, max_size=2)

    async def crash(self) -> None:
        """Stop it as a power cut would: no checkpoint, recovery at the next start."""
        await self._control("stop", "-m", "immediate", "-w")

    async def start(self) -> None:
        """Start it again and wait until it accepts connections."""
        await asyncio.to_thread(self._folder.launch, self._server.socket_folder, self._settings)
        self.superuser.terminate()
        self.superuser = await self._open()

    async def revive(self) -> bool:
        """Start it again if it went down by itself; say whether it had."""
        if await asyncio.to_thread(self._folder.running) is not None:
            return False
        await self.start()
        return True

    async def set(self, name: str, value: str) -> None:
        """Change one of its settings while it runs."""
        await self.superuser.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        await self.superuser.execute("SELECT pg_reload_conf()")

    async def _control(self, *arguments: str) -> None:
        complaint = await asyncio.to_thread(
            self._account.run, "pg_ctl", *arguments, "-s", "-D", ".", folder=self.folder
        )
        if complaint is not None:
            raise RuntimeError(complaint)


class Standby:
    """A server that follows another through a proxy's port, until it is promoted."""

    def __init__(self, data_dir: Path, primary: Postgres, port: int) -> None:
        data_dir.mkdir(mode=0o711)
        self._account = Account.choose(data_dir)
        self._account.own(data_dir)
        self._folder = ServerFolder(data_dir / "postgres", self._account)
        self._sockets = data_dir / "socket"
        self._sockets.mkdir(mode=0o700)
        self._account.own(self._sockets)
        self._primary = primary
        self._link = f"host=127.0.0.1 port={port} user=postgres sslmode=disable"
        self._data_dir = data_dir

    async def __aenter__(self) -> Self:
        copying = await asyncio.to_thread(
            self._account.run, "pg_basebackup", "-D", str(self._folder.path), "-X", "stream",
            "-c", "fast", "-h", str(self._primary.socket.parent), "-p", "5432", "-U", "postgres",
            folder=self._data_dir,
        )  # fmt: skip
        if copying is not None:
            raise RuntimeError(copying)
        (self._folder.path / "standby.signal").touch()
        self._account.own(self._folder.path / "standby.signal")
        link = f"{self._link} application_name=standby"
        await asyncio.to_thread(self._folder.launch, self._sockets, {"primary_conninfo": link})
        url = f"postgresql://postgres@/referral?host={self._sockets}&port=5432"
        self.superuser = await asyncpg.create_pool(url, min_size=0, max_size=2)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.superuser.terminate()
        await asyncio.to_thread(
            self._account.run, "pg_ctl", "stop", "-m", "immediate", "-s", "-D", ".",
            folder=self._folder.path,
        )  # fmt: skip
        await asyncio.to_thread(shutil.rmtree, self._folder.path, ignore_errors=True)

    @property
    def socket(self) -> Path:
        """The unix socket it listens on."""
        return self._sockets / ".s.PGSQL.5432"

    async def caught_up(self) -> None:
        """Wait until it streams."""
        asked = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        while not await self._primary.superuser.fetchval(asked):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.1)

    async def promote(self) -> None:
        """Make it the primary."""
        await self.superuser.fetchval("SELECT pg_promote(true, 30)")
