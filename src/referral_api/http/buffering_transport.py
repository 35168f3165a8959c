"""Writes the head and the body of a response together, where uvicorn makes two writes.

Each write is a packet of its own, and the receiver wakes up for each.
"""

import asyncio
from typing import Any

_LARGEST_BUFFER = 64 * 1024  # bytes


class BufferingTransport:
    """A transport that buffers writes until the next iteration of the event loop."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._buffer: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Buffer the data for the next flush."""
        if not self._buffer:
            self._loop.call_soon(self._flush)
        self._buffer.append(data)
        self._size += len(data)
        if self._size > _LARGEST_BUFFER:
            self._flush()

    def close(self) -> None:
        """Flush the buffer, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._buffer:
            self._transport.write(b"".join(self._buffer))
            self._buffer.clear()
            self._size = 0
