"""Answers leave in one piece: their head and their body in one write, where uvicorn makes two.

Each write is a packet of its own, and the caller's end is woken for each.
"""

import asyncio
from typing import Any

from typing_extensions import override

from referral_api.private_apis import HttpToolsProtocol

# Bytes that are held back at most.
_MOST = 64 * 1024


class BufferingTransport:
    """A transport that holds back what is written until the loop comes round."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write it soon."""
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > _MOST:
            self._flush()

    def close(self) -> None:
        """Write what is held back, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            self._transport.write(b"".join(self._held))
            self._held.clear()
            self._size = 0


class BufferedHttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, on such a transport."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(BufferingTransport(transport))  # type: ignore[arg-type]
