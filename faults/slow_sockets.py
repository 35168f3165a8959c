"""Sockets that hold a connection and never finish a request, opened again when they are closed."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_HEAD = b"Host: service\r\nContent-Type: application/json\r\n"
# What each kind says at first, and then every second.
_KINDS = (
    (b"", b""),
    (b"GET /v1/cases HTTP/1.1\r\n" + _HEAD, b"X-Slow: 1\r\n"),
    (b"POST /oauth2/token HTTP/1.1\r\n" + _HEAD + b"Content-Length: 900\r\n\r\n", b"g"),
    (b"POST /v1/cases HTTP/1.1\r\n" + _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n"),
    (b"PATCH /v1/cases/1 HTTP/1.1\r\n" + _HEAD + b"Content-Length: 900\r\n\r\n", b""),
)
# Seconds before one is opened, and opened again when it was closed; they are not one hand.
_PAUSE = (0.2, 1.0)


@asynccontextmanager
async def slow_sockets(port: int, count: int, chance: random.Random) -> AsyncIterator[None]:
    """Hold so many, of all kinds in turn, from the address that everybody else comes from."""
    kinds = itertools.islice(itertools.cycle(_KINDS), count)
    held = [asyncio.create_task(_hold(port, chance, *kind)) for kind in kinds]
    try:
        yield
    finally:
        for each in held:
            each.cancel()
        await asyncio.gather(*held, return_exceptions=True)


async def _hold(port: int, chance: random.Random, first: bytes, then: bytes) -> None:
    while True:
        await asyncio.sleep(chance.uniform(*_PAUSE))
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                await _dawdle(reader, writer, first, then)
            finally:
                writer.transport.abort()


async def _dawdle(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes, then: bytes
) -> None:
    """Say a little every second until the other side has closed."""
    writer.write(first)
    while not reader.at_eof():
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while await reader.read(4096):
                    pass
        writer.write(then)
