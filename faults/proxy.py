"""The wire between the service and PostgreSQL, which can be slowed, stilled, reset or cut."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

# Alone, or with the opening of the next transaction behind it.
_COMMITS = (b"COMMIT\x00", b"COMMIT;")
_CHUNK = 65536


class Proxy:
    """Forwards a local TCP port to a server's unix socket.

    ``cut_share`` of all COMMITs lose their connection: half before the server hears of it, half
    after it has answered and before the service has heard that. ``delay`` holds back each chunk
    on its way there, ``answer_delay`` on its way back; stilled, it lets nothing through and
    resets nothing, like a black hole; ``refusing``, it ends new connections at once.
    """

    def __init__(self, target: Path, chance: random.Random) -> None:
        self.target = target
        self.cut_share = 0.0
        self.delay = 0.0
        self.answer_delay = 0.0
        self.refusing = False
        self.cuts = 0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._chance = chance
        self._wires: set[_Wire] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._flowing.set()
        self._server.close()
        self.reset()

    def reset(self) -> int:
        """Reset all connections; say how many there were."""
        wires = list(self._wires)
        for wire in wires:
            wire.cut()
        return len(wires)

    def still(self) -> None:
        """Begin to swallow time: nothing passes, nothing breaks."""
        self._flowing.clear()

    def flow(self) -> None:
        """Let everything pass again."""
        self._flowing.set()

    async def pause(self, *, answering: bool) -> None:
        """Hold a chunk back as long as the wire is slow or stilled."""
        delay = self.answer_delay if answering else self.delay
        if delay:
            await asyncio.sleep(delay)
        await self._flowing.wait()

    def draw_cut(self) -> str | None:
        """Decide what becomes of one COMMIT."""
        if not self.cut_share or self._chance.random() >= self.cut_share:
            return None
        self.cuts += 1
        return "unheard" if self._chance.random() < 0.5 else "unanswered"

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = _Wire(self, writer)
        try:
            if not self.refusing:
                await self._flowing.wait()
                far_reader, far_writer = await asyncio.open_unix_connection(str(self.target))
                self._wires.add(wire)
                await wire.join(reader, far_reader, far_writer)
        except OSError:
            pass
        finally:
            self._wires.discard(wire)
            wire.part()


class _Wire:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy, near: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._near = near
        self.far: asyncio.StreamWriter | None = None
        self._fate: str | None = None

    def cut(self) -> None:
        """Break both ends at once, without a good-bye."""
        for end in (self._near, self.far):
            if end is not None:
                end.transport.abort()

    def part(self) -> None:
        """Close both ends: what is under way still arrives, unless it was to be cut."""
        if self._fate is not None:
            self.cut()
        for end in (self._near, self.far):
            if end is not None:
                end.close()

    async def join(
        self, near: asyncio.StreamReader, far: asyncio.StreamReader, far_end: asyncio.StreamWriter
    ) -> None:
        """Carry both ways until either end closes."""
        self.far = far_end
        ways = [
            asyncio.create_task(self._carry(near, far_end, self._on_request)),
            asyncio.create_task(self._carry(far, self._near, self._on_answer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        may_pass: Callable[[bytes], bool],
    ) -> None:
        with suppress(OSError):
            while chunk := await source.read(_CHUNK):
                await self._proxy.pause(answering=sink is self._near)
                if not may_pass(chunk):
                    return
                sink.write(chunk)
                await sink.drain()

    def _on_request(self, chunk: bytes) -> bool:
        if any(commit in chunk for commit in _COMMITS):
            self._fate = self._proxy.draw_cut()
        return self._fate != "unheard"

    def _on_answer(self, _: bytes) -> bool:
        return self._fate != "unanswered"
