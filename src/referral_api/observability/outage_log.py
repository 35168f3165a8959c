"""One line when something is lost, with its cause, and one when it is back."""

import time

import structlog

_log = structlog.get_logger()


class OutageLog:
    """What one worker knows of one thing that it needs; ``name`` and ``facts`` are in its lines."""

    def __init__(self, name: str, **facts: str) -> None:
        self._name = name
        self._facts = facts
        self._lost_at: float | None = None

    def note_failure(self, error: BaseException) -> None:
        """Write the first failure. Its message is left out: it may quote an address or a name."""
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            _log.error(
                f"{self._name}.lost", cause=type(error).__name__,
                sqlstate=getattr(error, "sqlstate", None), **self._facts,
            )  # fmt: skip

    def note_success(self) -> None:
        """Write that it is back."""
        if self._lost_at is not None:
            seconds = round(time.monotonic() - self._lost_at, 1)
            self._lost_at = None
            _log.info(f"{self._name}.back", seconds=seconds, **self._facts)
