"""``maintain --loop``: it survives a lost database and ends cleanly."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import orjson
import pytest

import referral_api
from referral_api.embedded import Embedded

pytestmark = pytest.mark.one_in(10)
_LIMIT = 30  # seconds for what a test waits for


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Loop:
    """The command in a process of its own, and the lines of its log."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    async def until(self, event: str) -> dict[str, object]:
        """Wait for the next line of an event."""
        assert self.process.stderr is not None
        while True:
            line = (await asyncio.wait_for(self.process.stderr.readline(), _LIMIT)).decode()
            assert line, self.said
            self.said += line
            if f'"event":"{event}"' in line:
                found: dict[str, object] = orjson.loads(line)
                return found

    async def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        assert self.process.stderr is not None
        self.said += (await asyncio.wait_for(self.process.stderr.read(), _LIMIT)).decode()
        return await self.process.wait()


@asynccontextmanager
async def _loop(url: str, folder: Path, interval: str) -> AsyncIterator[Loop]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "referral_api.cli", "maintain", "--loop",
        stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, cwd=folder,
        env={
            **os.environ, "DATABASE_URL": url, "MAINTENANCE_INTERVAL": interval,
            "PYTHONPATH": str(Path(referral_api.__file__).parents[1]),
        },
    )  # fmt: skip
    try:
        yield Loop(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@asynccontextmanager
async def _relayed(port: int, to: Path) -> AsyncIterator[Callable[[], None]]:
    """Lead a port to the server's socket; what is yielded cuts every connection."""
    writers: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65536):
                writer.write(piece)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_unix_connection(to)
        writers.extend((writer, there))
        await asyncio.gather(pump(reader, there), pump(back, writer))

    def cut() -> None:
        for writer in writers:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    try:
        yield cut
    finally:
        server.close()
        cut()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_it_does_rounds_until_it_is_told_to_end(
    server: Embedded, tmp_path: Path, number: signal.Signals
) -> None:
    async with _loop(server.url("referral_app"), tmp_path, "PT1S") as loop:
        await loop.until("maintenance.done")
        assert (await loop.until("maintenance.done"))["failed"] == 0
        assert await loop.end(number) == 0
    assert '"event":"maintenance.stopped"' in loop.said
    assert "Traceback" not in loop.said


async def test_a_signal_ends_it_in_the_midst_of_a_round_and_nothing_is_half_done(
    tmp_path: Path,
) -> None:
    port = _free_port()
    with socket.create_server(("127.0.0.1", port)):  # takes the connection and says nothing
        url = f"postgresql://referral_app@127.0.0.1:{port}/referral?sslmode=disable"
        async with _loop(url, tmp_path, "PT1H") as loop:
            await loop.until("maintenance.started")
            await asyncio.sleep(0.3)
            assert await loop.end() == 0
    assert '"event":"maintenance.stopped"' in loop.said
    assert "Traceback" not in loop.said


async def test_it_goes_on_after_the_database_was_lost(server: Embedded, tmp_path: Path) -> None:
    port = _free_port()
    url = f"postgresql://referral_app@127.0.0.1:{port}/referral?sslmode=disable"
    async with _loop(url, tmp_path, "PT1S") as loop:
        assert (await loop.until("maintenance.failed"))["cause"] == "ConnectionRefusedError"
        async with _relayed(port, server.socket_folder / ".s.PGSQL.5432"):
            await loop.until("database.back")
            await loop.until("maintenance.done")
        await loop.until("maintenance.failed")  # the server is gone again
        async with _relayed(port, server.socket_folder / ".s.PGSQL.5432") as cut:
            await loop.until("maintenance.done")
            cut()  # while nothing is under way
            await loop.until("maintenance.done")
        assert await loop.end() == 0
    assert "Traceback" not in loop.said
