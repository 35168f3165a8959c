"""A running server: its starter owns it, other processes may join, and it ends with its starter."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from referral_api.embedded.account import Account, EmbeddedError, environment
from referral_api.embedded.folder import Running, ServerFolder, start_limit
from referral_api.embedded.roles import add_missing_roles

longest_socket_path = 103  # bytes; the limit on every supported system

# Waits for the end of its standard input, so the server ends with us however we end. Meanwhile it
# holds the lock on the data folder. A zombie server still accepts signals, hence the check.
_WATCHDOG = """
read -r _
read -r server < postmaster.pid || exit 0
kill -INT "$server" || exit 0
rounds=0
while [ -e postmaster.pid ]; do
    read -r state < "/proc/$server/stat" && case $state in *") Z "*) exit 0 ;; esac
    rounds=$((rounds + 1)); [ "$rounds" -le 1200 ] || exit 1
    sleep 0.05
done
"""


@dataclass
class Embedded:
    """A running server. The process that started it stops it; other processes share it.

    Keep a reference: the server also stops when its starter drops the object.
    """

    socket_folder: Path
    _watchdog: subprocess.Popen[bytes] | None = None
    _held: ExitStack = field(default_factory=ExitStack)

    def url(self, role: str, database: str = "referral") -> str:
        """Return the URL for asyncpg or psycopg. It has no password: the folder is private."""
        host = quote(str(self.socket_folder))
        return f"postgresql://{role}@/{database}?host={host}&port=5432"

    def stop(self) -> None:
        """End the server and wait until its files are closed."""
        watchdog, self._watchdog = self._watchdog, None
        if watchdog is None or watchdog.stdin is None:
            return
        watchdog.stdin.close()
        failed = watchdog.wait()
        self._held.close()
        if failed:
            raise EmbeddedError("The embedded PostgreSQL did not stop within a minute.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(data_dir: Path, settings: Mapping[str, str] | None = None) -> Embedded:
    """Start the server of this data folder, created on first use, or join a running one.

    ``settings`` are added to our PostgreSQL settings; a running server keeps its own.
    """
    try:
        return _start(data_dir.expanduser().resolve(), settings or {})
    except OSError as failure:
        where = failure.filename or data_dir
        raise EmbeddedError(
            "The embedded PostgreSQL cannot use {where}: {why}.", where=where, why=failure.strerror
        ) from failure


def _start(data_dir: Path, settings: Mapping[str, str]) -> Embedded:
    # Root's server runs under another account, which must traverse this folder.
    data_dir.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
    account = Account.choose(data_dir)
    folder = ServerFolder(data_dir / "postgres", account)
    with ExitStack() as held:
        lock = held.enter_context((data_dir / "postgres.lock").open("ab"))
        account.own(data_dir / "postgres.lock")
        alone, running = _wait_for_folder(folder, lock)
        if not alone and running is not None:
            return Embedded(running.socket_folder)
        if running is None:
            folder.prepare()
            sockets = _socket_folder(data_dir, account, held)
        else:  # its starter and its watchdog were both killed
            sockets = running.socket_folder
        watchdog = held.enter_context(_watch(folder, lock))
        server = Embedded(sockets, watchdog, held.pop_all())
    if running is None:
        try:
            folder.launch(sockets, settings)
            add_missing_roles(server.url("postgres", "postgres"))
        except BaseException:
            server.stop()
            raise
    return server


def _wait_for_folder(folder: ServerFolder, lock: IO[bytes]) -> tuple[bool, Running | None]:
    """Wait until the folder is either ours alone or served by a server that is ready."""
    deadline = time.monotonic() + start_limit
    while True:
        alone = _claim(lock)
        running = folder.running()
        if running.ready if running else alone:
            return alone, running
        if alone:
            fcntl.flock(lock, fcntl.LOCK_UN)
        if time.monotonic() > deadline:
            raise EmbeddedError(
                "Another process holds {folder} and it does not get ready.", folder=folder.path
            )
        time.sleep(0.05)


def _claim(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _watch(folder: ServerFolder, lock: IO[bytes]) -> subprocess.Popen[bytes]:
    account = folder.account
    return subprocess.Popen(
        ["/bin/sh", "-c", _WATCHDOG], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd=folder.path, env=environment(), pass_fds=[lock.fileno()],
        user=account.user, group=account.group, extra_groups=account.extra_groups,
        start_new_session=True,  # Ctrl-C at the terminal is for us to handle
    )  # fmt: skip


def _socket_folder(data_dir: Path, account: Account, held: ExitStack) -> Path:
    """Make a private folder for the socket: in the data folder, if its path allows.

    A path may be too long for a socket, and drivers read a comma as a list of two hosts.
    """
    folder = data_dir / "socket"
    path = os.fsencode(folder / ".s.PGSQL.5432")
    if len(path) <= longest_socket_path and b"," not in path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    else:
        folder = Path(tempfile.mkdtemp(prefix="referral-"))
        held.callback(shutil.rmtree, folder, ignore_errors=True)
    account.own(folder)
    return folder
