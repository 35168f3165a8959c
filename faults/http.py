"""One HTTP connection on a raw socket: a client library would distort what is measured."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

PATIENCE = 15.0  # seconds; far above the floor, so that a broken floor is measured, not hidden


class Broken(Exception):
    """The connection was refused or ended before the answer was whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service said."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """Keeps one connection to the service, made anew whenever it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], content: object = None
    ) -> Reply:
        """Send one request and read its answer; Broken or TimeoutError if there is none.

        Bytes are sent as they are, with the type that ``headers`` give them.
        """
        is_raw = isinstance(content, bytes)
        body = content if isinstance(content, bytes) else _encode(content)
        lines = [f"{method} {path} HTTP/1.1", "Host: service", f"Content-Length: {len(body)}"]
        if body and not is_raw:
            lines.append("Content-Type: application/json")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._exchange(message)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise
            raise Broken from error
        except BaseException:
            self.close()
            raise

    async def _exchange(self, message: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        return Reply(int(head[0].split()[1]), headers, body)

    def close(self) -> None:
        """Drop the connection."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


def _encode(content: object) -> bytes:
    return b"" if content is None else json.dumps(content).encode()
