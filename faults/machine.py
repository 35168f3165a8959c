"""One machine of a cluster: Patroni and its PostgreSQL, lost in two ways and ended with us."""

import asyncio
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import asyncpg
import httpx
import psutil

from faults.interpreter import Interpreter
from faults.proxy import Proxy
from faults.service import free_port
from referral_api.embedded.account import Account

_LIMIT = 60.0  # seconds; far above what is waited for, so that it is measured, not hidden

# Waits for the end of its standard input, so all ends with us however we end. Patroni goes first:
# it would start the server again.
_WATCHDOG = """
trap '' HUP INT TERM
"$@" </dev/null &
read -r _
kill -KILL $!
wait $!
if [ -e data/postmaster.pid ] && read -r server < data/postmaster.pid; then
    kill -CONT "$server"; kill -QUIT "$server"
    rounds=0
    while [ -e data/postmaster.pid ] && [ "$rounds" -lt 200 ]; do
        rounds=$((rounds + 1)); sleep 0.05
    done
fi
kill -KILL 0
"""


class Unreached(Exception):
    """Patroni did not bring a machine into the state that was waited for."""


class Process:
    """A program that runs under the server's account and ends with us."""

    def __init__(
        self, folder: Path, log: Path, account: Account, python: Interpreter, *command: str
    ) -> None:
        with log.open("ab") as lines:
            self._watchdog = subprocess.Popen(
                ["/bin/sh", "-c", _WATCHDOG, "watchdog", python.program, *command],
                stdin=subprocess.PIPE, stdout=lines, stderr=lines, cwd=folder,
                env=dict(python.environment), umask=0o077, user=account.user,
                group=account.group, extra_groups=account.extra_groups, start_new_session=True,
            )  # fmt: skip

    def children(self) -> list[psutil.Process]:
        """Give all that it runs, without the watchdog."""
        return psutil.Process(self._watchdog.pid).children(recursive=True)

    def end(self) -> None:
        """End it and wait until it is gone."""
        if self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
        self._watchdog.wait()


class Machine:
    """A member with a server. Clients reach it by ``near``, a standby follows it by ``link``."""

    def __init__(self, folder: Path, near: Proxy, link: Proxy) -> None:
        self.name = folder.name
        self.folder = folder
        self.near, self.link = near, link
        self.port, self.rest_port, self.raft_port = free_port(), free_port(), free_port()
        near.target = link.target = folder / f".s.PGSQL.{self.port}"
        self.process: Process | None = None
        self._frozen: list[psutil.Process] = []

    async def __aenter__(self) -> Self:
        self.superuser = await asyncpg.create_pool(self.url("postgres"), min_size=0, max_size=2)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.superuser.terminate()
        self.thaw()
        if self.process is not None:
            await asyncio.to_thread(self.process.end)

    def url(self, role: str, database: str = "referral") -> str:
        """Give the address of its own socket, past every wire."""
        return f"postgresql://{role}@/{database}?host={self.folder}&port={self.port}"

    def crash(self) -> None:
        """End PostgreSQL at once, without a checkpoint; Patroni lives and sees it."""
        self._server().send_signal(signal.SIGQUIT)

    def freeze(self) -> None:
        """Let everything on it fall silent, as a lost machine does: nothing answers or refuses."""
        server = self._server()
        for process in [*(self.process.children() if self.process else []), server]:
            self._suspend(process)
        for backend in server.children():  # the server stands still: it makes no more of them
            self._suspend(backend)

    def _suspend(self, process: psutil.Process) -> None:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
            self._frozen.append(process)

    def thaw(self) -> None:
        """Let it go on where it stood, as if no time had passed."""
        for process in reversed(self._frozen):
            with suppress(psutil.NoSuchProcess):
                process.resume()
        self._frozen = []

    def _server(self) -> psutil.Process:
        return psutil.Process(int((self.folder / "data/postmaster.pid").read_text().split()[0]))

    async def reaches(self, state: str) -> float:
        """Wait until Patroni calls it ``primary``, ``sync`` or ``async``; give the moment."""
        deadline = time.monotonic() + _LIMIT
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.rest_port}") as client:
            while time.monotonic() < deadline:
                with suppress(httpx.HTTPError):
                    if (await client.get(f"/{state}", timeout=2)).is_success:
                        return time.monotonic()
                await asyncio.sleep(0.05)
        raise Unreached(f"Patroni does not make {self.name} {state}")
