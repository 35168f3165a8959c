"""Two PostgreSQL servers under Patroni, which alone decides which of them takes writes."""

import asyncio
import json
import random
import secrets
import shutil
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import asyncpg

from faults.interpreter import Interpreter
from faults.machine import Machine, Process
from faults.patroni import VOTER, machine_settings, voter_settings
from faults.proxy import Proxy
from faults.service import free_port
from referral_api.database import migrations
from referral_api.embedded import bootstrap_sql
from referral_api.embedded.account import Account


class Unusable(Exception):
    """Patroni cannot run here; the message says why."""


class Cluster:
    """The machines ``first``, which begins as the primary, and ``second``; a third only votes."""

    def __init__(
        self, folder: Path, logs: Path, chance: random.Random, *, synchronous: bool
    ) -> None:
        self._folder = folder
        self._logs = logs
        self._chance = chance
        self._synchronous = synchronous
        self._password = secrets.token_hex(16)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as held:
            self._folder.mkdir()
            self._folder.chmod(0o711)
            held.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._account = Account.choose(self._folder)
            chosen = await asyncio.to_thread(Interpreter.choose, self._folder, self._account)
            if chosen is None:
                raise Unusable("the account of PostgreSQL cannot run this Python")
            self._python = chosen
            self.first = await self._make("a", held)
            self.second = await self._make("b", held)
            voter_port = free_port()
            self._ports = [self.first.raft_port, self.second.raft_port, voter_port]
            folder = self._make_folder("c")
            settings = voter_settings(folder, voter_port, self._ports, self._password)
            held.callback(self._launch(folder, settings, "-c", VOTER).end)
            self._start(self.first)
            await self.first.reaches("primary")
            await self._migrate()
            self._start(self.second)
            await self.second.reaches(self.standby_state)
            self._held = held.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._held.aclose()

    @property
    def url(self) -> str:
        """Where the service finds them: both, of which it takes the one that takes writes."""
        hosts = ",".join(f"127.0.0.1:{each.near.port}" for each in (self.first, self.second))
        return (
            f"postgresql://referral_app@{hosts}/referral"
            "?sslmode=disable&target_session_attrs=read-write"
        )

    @property
    def standby_state(self) -> str:
        """How Patroni calls the standby."""
        return "sync" if self._synchronous else "async"

    def _make_folder(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir(mode=0o700)
        self._account.own(folder)
        return folder

    async def _make(self, name: str, held: AsyncExitStack) -> Machine:
        machine = Machine(self._make_folder(name), Proxy(self._folder, self._chance),
                          Proxy(self._folder, self._chance))  # fmt: skip
        await held.enter_async_context(machine.near)
        await held.enter_async_context(machine.link)
        return await held.enter_async_context(machine)

    def _start(self, machine: Machine) -> None:
        settings = machine_settings(
            machine, self._ports, self._password, synchronous=self._synchronous
        )
        machine.process = self._launch(machine.folder, settings, "-m", "patroni")

    def _launch(self, folder: Path, settings: Mapping[str, Any], *command: str) -> Process:
        path = folder / "patroni.yml"  # JSON is YAML
        path.touch(mode=0o600)
        path.write_text(json.dumps(settings))
        self._account.own(path)
        log = self._logs / f"patroni-{folder.name}.log"
        return Process(folder, log, self._account, self._python, *command, str(path))

    async def _migrate(self) -> None:
        connection = await asyncpg.connect(self.first.url("postgres", "postgres"))
        for statement in filter(str.strip, bootstrap_sql().split("\n\n")):
            await connection.execute(statement)
        await connection.close()
        await asyncio.to_thread(migrations.upgrade, self.first.url("referral_owner"))
