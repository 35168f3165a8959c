"""uvicorn's server with an end that resets nothing: its last callers are let in and answered."""

import asyncio
import os
import signal
import socket
from importlib import metadata
from types import FrameType

import structlog
from typing_extensions import override
from uvicorn import Config, Server

from referral_api.http.listening_socket import let_no_one_in
from referral_api.http.uvicorn_protocol import lobby_of_process

# Seconds between the signal and the end of accepting: who is in by then is accepted.
_LAST_CALLERS = 0.15
_log = structlog.get_logger()


class DrainingServer(Server):
    """The server of one process: of the service alone, or of a worker that ``parent`` started.

    A worker shares its socket with the others. Its parent lets no one in any more when the service
    ends; when a worker alone is replaced, the others go on accepting.
    """

    def __init__(self, config: Config, *, parent: int | None = None) -> None:
        """``parent`` is the number of the process."""
        super().__init__(config)
        self._alone = parent is None
        self._listeners: list[socket.socket] = []
        self._parent = parent

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listeners = sockets or []
        if self._alone:
            signal.signal(signal.SIGHUP, self.handle_exit)
            tell_start(workers=1)
        else:
            _log.info("worker.started", pid=os.getpid())

    @override
    async def on_tick(self, counter: int) -> bool:
        """End with the parent, if that was killed: nobody else would."""
        if not self._alone and not self.should_exit and os.getppid() != self._parent:
            _log.error("worker.orphaned", pid=os.getpid())
            self._let_no_one_in()
            self.should_exit = True
        return await super().on_tick(counter)

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._alone and not self.should_exit:
            self._let_no_one_in()
            _log.info("service.stopping", pid=os.getpid(), signal=signal.Signals(sig).name)
        super().handle_exit(sig, frame)

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.sleep(_LAST_CALLERS)
        lobby_of_process().is_closing = True
        await super().shutdown(sockets)
        _log.info("service.stopped" if self._alone else "worker.stopped", pid=os.getpid())

    def _let_no_one_in(self) -> None:
        for listener in self._listeners:
            let_no_one_in(listener)


def tell_start(*, workers: int) -> None:
    """Write the line of a start."""
    _log.info(
        "service.started", version=metadata.version("referral-api"), pid=os.getpid(),
        workers=workers,
    )  # fmt: skip
