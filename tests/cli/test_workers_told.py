"""The line of a worker that died names the cause, also of one that only fell silent."""

import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typing_extensions import override
from uvicorn import Config

from referral_api.cli import workers
from referral_api.cli.workers import Parent
from referral_api.observability.logs import configure_logs
from referral_api.private_apis import start_workers_as


class Ended(workers.Worker):
    """A process that ended by itself, that is silent until it is killed, or that answers."""

    def __init__(self, ended_with: int | None = None, *, answers: bool = False) -> None:
        self.ended_with, self.is_silent, self._answers = ended_with, False, answers

    @property
    @override
    def pid(self) -> int:
        return 17

    @property
    @override
    def exitcode(self) -> int | None:
        return self.ended_with

    @override
    def is_alive(self, timeout: float = 5) -> bool:
        self.is_silent = self.ended_with is None and not self._answers
        return self._answers

    @override
    def kill(self) -> None:
        if self.ended_with is None:
            self.ended_with = -signal.SIGKILL

    @override
    def join(self) -> None: ...

    @override
    def start(self) -> None: ...


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Parent]:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    parent = object.__new__(Parent)  # without its handlers of signals
    parent.config, parent.sockets = Config("app"), []
    parent.should_exit = threading.Event()
    parent.has_failed = False
    start_workers_as(lambda *_: Ended(answers=True))  # type: ignore[arg-type]
    yield parent
    start_workers_as(workers.Worker)


@pytest.mark.parametrize(
    ("worker", "cause"),
    [
        (Ended(), "silent"), (Ended(-signal.SIGKILL), "SIGKILL"),
        (Ended(-signal.SIGSEGV), "SIGSEGV"), (Ended(1), "exit 1"), (Ended(3), "exit 3"),
    ],
    ids=["silent", "SIGKILL", "SIGSEGV", "exit 1", "exit 3"],
)  # fmt: skip
def test_the_cause_is_told(parent: Parent, worker: Ended, cause: str) -> None:
    parent.processes = [Ended(answers=True), worker]
    configure_logs("INFO")  # whatever an app of another test's has asked for
    with structlog.testing.capture_logs() as lines:
        parent.keep_subprocess_alive()
    assert [(line["event"], line["pid"], line["cause"]) for line in lines] == [
        ("worker.died", 17, cause)
    ]
    assert parent.has_failed == parent.should_exit.is_set() == (cause == "exit 3")


def test_the_end_lets_no_one_in_first_and_is_told_once(parent: Parent) -> None:
    configure_logs("INFO")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        parent.sockets = [listener]
        parent.processes = [Ended(answers=True)]
        with structlog.testing.capture_logs() as lines:
            parent._end(signal.SIGTERM, None)
            assert parent.should_exit.wait(5)
            parent._end(signal.SIGTERM, None)
        with pytest.raises(TimeoutError):
            socket.create_connection(listener.getsockname(), timeout=0.2)
    assert [(line["event"], line["signal"]) for line in lines] == [("service.stopping", "SIGTERM")]


def test_a_hang_up_replaces_the_workers_and_forgets_the_figures_of_those_that_ended(
    parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = []
    parent.processes = [Ended(answers=True)]
    monkeypatch.setattr(parent, "restart_all", lambda: forgotten.append("restarted"))
    monkeypatch.setattr(workers, "forget_ended", forgotten.append)
    configure_logs("INFO")
    with structlog.testing.capture_logs() as lines:
        parent.handle_hup()
    assert forgotten == ["restarted", {17}]
    assert [line["event"] for line in lines] == ["workers.replacing"]
