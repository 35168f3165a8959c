"""The folder in which the workers of one service keep their metrics, so that any can expose all.

Several services may share a data folder: each has a folder of its own, which it holds locked while
it lives. The kernel releases the lock when the process ends, however it ends.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_LOCK = "lock"
# What a worker has at this moment, which ends with it; its counts stay.
_OF_THIS_MOMENT = re.compile(r"gauge_live[a-z]*_([0-9]+)\.db")
_held: list[int] = []


def make_metrics_folder(above: Path) -> None:
    """Make a folder for this process and its workers; remove those of services that have ended."""
    above.mkdir(parents=True, exist_ok=True)
    # One service at a time: until a folder is held, another would take it for that of a dead one.
    start = os.open(above, os.O_RDONLY)
    try:
        fcntl.flock(start, fcntl.LOCK_EX)
        for older in above.iterdir():
            _remove_if_dead(older)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=above))
        lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
    finally:
        os.close(start)
    _held.append(lock)  # open as long as this process
    os.environ[_VARIABLE] = str(folder)


def forget_ended(living: Collection[int]) -> None:
    """Remove what workers that have ended had at that moment."""
    for path in Path(os.environ[_VARIABLE]).iterdir():
        found = _OF_THIS_MOMENT.fullmatch(path.name)
        if found and int(found[1]) not in living:
            path.unlink(missing_ok=True)


def _remove_if_dead(folder: Path) -> None:
    """Remove a folder that no living process holds; also a file that an earlier version left."""
    if not folder.is_dir():
        folder.unlink(missing_ok=True)
        return
    # An interrupted start leaves one without a lock: then it stays.
    with suppress(OSError):
        lock = os.open(folder / _LOCK, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
