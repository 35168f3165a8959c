"""PostgreSQL servers of our own: crashed and started again at will."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import asyncpg

from referral_api import embedded
from referral_api.database import migrations
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
    def owner_url(self) -> str:
        """Its address for the owner role, which commands of the operator use."""
        return self._server.url("referral_owner")

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

    async def _control(self, *arguments: str) -> None:
        complaint = await asyncio.to_thread(
            self._account.run, "pg_ctl", *arguments, "-s", "-D", ".", folder=self.folder
        )
        if complaint is not None:
            raise RuntimeError(complaint)
