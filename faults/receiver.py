"""A partner's receiver of webhooks, which remembers what came first."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson

_TAKEN = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Receiver:
    """``first`` holds the ids of events in the order in which each came first: by the path that it
    came to and its subject.
    """

    port: int = 0
    requests: int = 0
    first: dict[tuple[str, str], dict[str, None]] = field(
        default_factory=lambda: defaultdict[tuple[str, str], dict[str, None]](dict)
    )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one event."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            event = orjson.loads(await reader.readexactly(length))
            path = head.split(b" ", 2)[1].decode()
            self.requests += 1
            self.first[path, event["data"]["subject_id"]].setdefault(event["id"])
            writer.write(_TAKEN)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # its worker was killed
        finally:
            writer.close()


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    """Receive on a free port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, backlog=512)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
