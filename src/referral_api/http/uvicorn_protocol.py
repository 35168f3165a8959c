"""uvicorn's protocol, with what it lacks.

The head and the body of a response are written together: each write is a packet of its own, and
the receiver wakes up for each. An upgrade to another protocol is not offered: the request is
answered as the HTTP request that it is (RFC 9110, section 7.8), and the connection ends.
"""

import asyncio
from typing import Any

from typing_extensions import override

from referral_api.private_apis import HttpToolsProtocol

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


class BufferedHttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol on a buffering transport."""

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(BufferingTransport(transport))  # type: ignore[arg-type]

    @override
    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.parser.should_upgrade():  # what follows is no HTTP that the parser would read
            self.cycle.keep_alive = False

    @override
    def _unsupported_upgrade_warning(self) -> None:
        """Warn of nothing: the log has the line of the request."""
