"""Several API processes under one parent, which starts a new one when one dies and says so."""

import os
import signal
import threading
from multiprocessing.connection import wait
from socket import socket
from types import FrameType

import structlog
from typing_extensions import override
from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.server import Server

from referral_api.http.listening_socket import let_no_one_in
from referral_api.http.uvicorn_server import DrainingServer, tell_start
from referral_api.observability.metrics_folder import forget_ended
from referral_api.private_apis import Multiprocess, Process, start_workers_as

_log = structlog.get_logger()


class Worker(Process):
    """One API process, as its parent sees it."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        # Asked here: the parent may be gone before the new process looks.
        self._parent = os.getpid()
        self.is_silent = False  # it runs, and did not answer its parent

    @property
    @override
    def server(self) -> Server:
        if self._server is None:
            self._server = DrainingServer(self.config, parent=self._parent)
        return self._server

    @override
    def is_alive(self, timeout: float = 5) -> bool:
        """Say whether it answers within so many seconds. One that ends meanwhile is not waited for:
        a service that cannot start says so at once.
        """
        if not self.process.is_alive():
            return False
        try:
            self.parent_conn.send(b"ping")
            heard = wait([self.parent_conn, self.process.sentinel], timeout)
            self.is_silent = not heard
            if self.parent_conn not in heard:
                return False
            self.parent_conn.recv()
        except (OSError, EOFError):
            return False
        return True


class Parent(Multiprocess):
    """The parent. SIGTERM and SIGINT end the service, SIGHUP replaces one worker after the other.

    A worker that is replaced goes on until its successor serves.
    """

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        start_workers_as(Worker)
        super().__init__(config, sockets)
        self.has_failed = False  # a worker could not start
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)

    @override
    def run(self) -> None:
        """Serve until a signal ends the service, or a worker cannot start."""
        tell_start(workers=self.processes_num)
        super().run()
        _log.info("service.stopped", pid=os.getpid())

    def _end(self, number: int, _: FrameType | None) -> None:
        """Let no one in any more at once: a supervisor may signal the workers, too."""
        if self.should_exit.is_set():
            return
        for listener in self.sockets:
            let_no_one_in(listener)
        _log.info("service.stopping", pid=os.getpid(), signal=signal.Signals(number).name)
        # In a thread of its own: the main one, which this handler interrupts, may hold the lock.
        threading.Thread(target=self.should_exit.set).start()

    @override
    def terminate_all(self) -> None:
        super().terminate_all()
        for listener in self.sockets:
            listener.close()

    @override
    def handle_hup(self) -> None:
        _log.info("workers.replacing", pid=os.getpid())
        super().handle_hup()
        forget_ended(self._pids())

    @override
    def keep_subprocess_alive(self) -> None:
        before = list(self.processes)
        super().keep_subprocess_alive()
        gone = [process for process in before if process.exitcode is not None]
        for process in gone:
            # The parent has killed one that is silent.
            is_silent = isinstance(process, Worker) and process.is_silent
            cause = "silent" if is_silent else _cause(process.exitcode)
            _log.error("worker.died", pid=process.pid, cause=cause)
        if gone:
            forget_ended(self._pids())
        self.has_failed = any(process.exitcode == STARTUP_FAILURE for process in gone)

    def _pids(self) -> set[int]:
        return {process.pid for process in self.processes if process.pid is not None}


def _cause(exit_code: int | None) -> str:
    """Tell how a process ended."""
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit {exit_code}"
