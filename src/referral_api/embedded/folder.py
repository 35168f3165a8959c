"""The server's folder: made whole or not at all, checked before use, rid of stale marks."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from referral_api.embedded.account import Account, EmbeddedError, major_version
from referral_api.embedded.roles import bootstrap_sql

start_limit = 300  # seconds; a recovery after a crash takes its time
no_process = 2**31 - 1

# The server log says what the server does, never what a statement carried.
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A live server, as its own pid file tells."""

    socket_folder: Path
    ready: bool


@dataclass(frozen=True, slots=True)
class ServerFolder:
    """What PostgreSQL calls its data directory, and the account that owns it."""

    path: Path
    account: Account

    def running(self) -> Running | None:
        """Say whether a server lives here; a dead one's number may be another program's now."""
        try:
            lines = (self.path / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        if not lines or not _is_server(int(lines[0])):
            return None
        return Running(
            socket_folder=Path(lines[4] if len(lines) > 4 else ""),
            ready=len(lines) > 7 and lines[7].strip() == "ready",
        )

    def prepare(self) -> None:
        """Make the folder on first use; otherwise refuse one that this release cannot run."""
        if not self.path.exists():
            self._make()
        try:
            version = (self.path / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EmbeddedError(
                f"{self.path} is not a PostgreSQL folder: it lacks PG_VERSION; "
                "restore it from a backup or name another data folder."
            ) from None
        if version != str(major_version):
            raise EmbeddedError(
                f"{self.path} was made by PostgreSQL {version} and this release brings "
                f"{major_version}; move the data with pg_dump of the release that made it."
            )
        self._clear_stale_marks()

    def launch(self, socket_folder: Path, settings: Mapping[str, str]) -> None:
        """Start the server and wait until it answers."""
        quoted = str(socket_folder).replace('"', '""')
        chosen = {**_SETTINGS, **settings, "unix_socket_directories": f'"{quoted}"'}
        options = shlex.join(part for pair in chosen.items() for part in ("-c", "=".join(pair)))
        complaint = self.account.run(
            "pg_ctl", "start", "--wait", "--silent", "--timeout", str(start_limit),
            "--pgdata", ".", "--log", "server.log", "--options", options, folder=self.path,
        )  # fmt: skip
        if complaint is not None:
            raise EmbeddedError(f"PostgreSQL does not start in {self.path}: {self._last_words()}.")
        _run_as_batch(int((self.path / "postmaster.pid").read_text().split()[0]))

    def _make(self) -> None:
        # Under another name until it is whole: an interrupted first start leaves no half.
        fresh = self.path.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        complaint = self.account.run(
            "initdb", "--pgdata", ".", "--username", "postgres", "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--auth-local", "trust", "--auth-host", "reject", folder=fresh,
        ) or self.account.run(
            "postgres", "--single", "-j", "-D", ".", "-c", "exit_on_error=on", "postgres",
            folder=fresh, text=bootstrap_sql(),
        )  # fmt: skip
        if complaint is not None:
            last = complaint.splitlines()[-1]
            raise EmbeddedError(f"PostgreSQL cannot set up {self.path}: {last}.")
        fresh.rename(self.path)
        _keep_names(self.path.parent)

    def _clear_stale_marks(self) -> None:
        """Say the dead server is dead where its number has been given to another program.

        That happens when a container restarts. The rest of the file stays, since PostgreSQL
        reads in it which shared memory must be out of use.
        """
        mark = self.path / "postmaster.pid"
        try:
            lines = mark.read_text().splitlines()
        except FileNotFoundError:
            return
        if lines:
            mark.write_text("\n".join([str(no_process), *lines[1:]]) + "\n")
        else:
            mark.unlink()

    def _last_words(self) -> str:
        try:
            lines = (self.path / "server.log").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return "it left no log"
        grave = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (grave or lines or ["its log is empty"])[-1].split(":  ")[-1].rstrip(".")


def _is_server(number: int) -> bool:
    try:
        process = psutil.Process(number)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _run_as_batch(server: int) -> None:
    """Let a connection that wakes up wait for its turn, and not push aside who is at work.

    Service and server share the processors: to change places at every flight costs both more
    than it gains either (docs/performance.md). What the server starts from here on inherits it.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # a jail may forbid it; it serves all the same
            os.sched_setscheduler(server, os.SCHED_BATCH, os.sched_param(0))


def _keep_names(folder: Path) -> None:
    """Put a rename on disk, without which a power cut could undo it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
