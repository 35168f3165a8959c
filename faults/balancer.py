"""A plain HTTP proxy before several nodes, with the settings that docs/operators.md asks of one."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

_CONNECT = 1.0  # seconds
_ANSWER = 6.0
_IDLE = 4.0  # below the five of the service
_AVOIDED = 2.0  # seconds in which a node that refused is asked last
_TRIES = 2  # of each node
_NOTHING_LEFT = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
)  # fmt: skip


class _Refused(Exception):
    """No connection to the node."""


class _Cut(Exception):
    """The connection ended before the answer was whole."""


@dataclass
class _Line:
    """A connection to a node that was used before, or not."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_fresh: bool = True
    since: float = field(default_factory=time.monotonic)

    @property
    def is_usable(self) -> bool:
        return not self.reader.at_eof() and time.monotonic() - self.since < _IDLE


@dataclass
class _Node:
    port: int
    avoided_until: float = 0.0
    idle: list[_Line] = field(default_factory=list)

    async def line(self) -> _Line:
        while self.idle:
            line = self.idle.pop()
            if line.is_usable:
                return line
            line.writer.close()
        try:
            async with asyncio.timeout(_CONNECT):
                return _Line(*await asyncio.open_connection("127.0.0.1", self.port))
        except OSError as error:
            self.avoided_until = time.monotonic() + _AVOIDED
            raise _Refused from error


class Balancer:
    """Asks the nodes in turn, and the next one where a node answers nothing: keys and versions make
    that safe.

    ``refused`` counts connections that were not made, ``resets`` new ones that broke with a request
    on them, ``stale`` the same of those used before, which any proxy repeats. ``given_up`` counts
    requests that no node answered.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._nodes = [_Node(port) for port in ports]
        self._turn = 0
        self.port = 0
        self.refused = self.resets = self.stale = self.given_up = 0
        self.answered: dict[int, int] = dict.fromkeys(ports, 0)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for node in self._nodes:
            for line in node.idle:
                line.writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                _, request = await _read(reader)
                writer.write(await self._answer(request))
                await writer.drain()
        writer.close()

    async def _answer(self, request: bytes) -> bytes:
        now = time.monotonic()
        self._turn = (self._turn + 1) % len(self._nodes)
        in_turn = self._nodes[self._turn :] + self._nodes[: self._turn]
        for node in sorted(in_turn, key=lambda each: each.avoided_until > now):
            for _ in range(_TRIES):
                try:
                    return await self._ask(node, request)
                except _Refused:
                    self.refused += 1
                    break
                except _Cut:
                    continue
        self.given_up += 1
        return _NOTHING_LEFT

    async def _ask(self, node: _Node, request: bytes) -> bytes:
        line = await node.line()
        try:
            async with asyncio.timeout(_ANSWER):
                line.writer.write(request)
                head, answer = await _read(line.reader)
        except (OSError, asyncio.IncompleteReadError) as error:
            line.writer.transport.abort()
            if line.is_fresh:
                self.resets += 1
            else:
                self.stale += 1
            raise _Cut from error
        self.answered[node.port] += 1
        if b"\r\nconnection: close\r\n" in head.lower():
            line.writer.close()
        else:
            line.is_fresh, line.since = False, time.monotonic()
            node.idle.append(line)
        return _kept_alive(head) + answer[len(head) :]


def _kept_alive(head: bytes) -> bytes:
    """Leave out what concerns the connection to the node alone."""
    lines = head.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith(b"connection:"))


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read one message; give its head, and the whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return head, head + await reader.readexactly(length)
