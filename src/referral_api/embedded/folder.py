"""The data directory: created atomically, checked before use, cleared of stale pid files."""

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

start_limit = 300  # seconds; a recovery after a crash can be slow
no_process = 2**31 - 1

# The server log describes the server's work, never the values in a statement.
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
    """A live server, according to its pid file."""

    socket_folder: Path
    ready: bool


@dataclass(frozen=True, slots=True)
class ServerFolder:
    """PostgreSQL's data directory, and the account that owns it."""

    path: Path
    account: Account

    def running(self) -> Running | None:
        """Return the server that runs here. The pid of a dead one may belong to another program."""
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
        """Create the folder on first use; refuse one that this release cannot run."""
        if not self.path.exists():
            self._make()
        try:
            version = (self.path / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EmbeddedError(
                "{folder} is not a PostgreSQL folder: it lacks PG_VERSION; restore it from a "
                "backup or name another data folder.",
                folder=self.path,
            ) from None
        if version != str(major_version):
            raise EmbeddedError(
                "{folder} was made by PostgreSQL {version} and this release brings {ours}; move "
                "the data with pg_dump of the release that made it.",
                folder=self.path,
                version=version,
                ours=major_version,
            )
        self._clear_stale_pid()

    def launch(self, socket_folder: Path, settings: Mapping[str, str]) -> None:
        """Start the server and wait until it is ready."""
        quoted = str(socket_folder).replace('"', '""')
        chosen = {**_SETTINGS, **settings, "unix_socket_directories": f'"{quoted}"'}
        options = shlex.join(part for pair in chosen.items() for part in ("-c", "=".join(pair)))
        failure = self.account.run(
            "pg_ctl", "start", "--wait", "--silent", "--timeout", str(start_limit),
            "--pgdata", ".", "--log", "server.log", "--options", options, folder=self.path,
        )  # fmt: skip
        if failure is not None:
            raise EmbeddedError(
                "PostgreSQL does not start in {folder}: {why}.",
                folder=self.path,
                why=self._last_log_line(),
            )
        _run_as_batch(int((self.path / "postmaster.pid").read_text().split()[0]))

    def _make(self) -> None:
        # It has another name until it is complete, so an interrupted first start leaves nothing.
        fresh = self.path.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        failure = self.account.run(
            "initdb", "--pgdata", ".", "--username", "postgres", "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--auth-local", "trust", "--auth-host", "reject", folder=fresh,
        ) or self.account.run(
            "postgres", "--single", "-j", "-D", ".", "-c", "exit_on_error=on", "postgres",
            folder=fresh, text=bootstrap_sql(),
        )  # fmt: skip
        if failure is not None:
            last = failure.splitlines()[-1]
            raise EmbeddedError(
                "PostgreSQL cannot set up {folder}: {why}.", folder=self.path, why=last
            )
        fresh.rename(self.path)
        _sync_folder(self.path.parent)

    def _clear_stale_pid(self) -> None:
        """Replace the pid of a dead server, which another program may have by now.

        That happens when a container restarts. The rest of the file stays, because PostgreSQL
        reads from it which shared memory must be unused.
        """
        pid_file = self.path / "postmaster.pid"
        try:
            lines = pid_file.read_text().splitlines()
        except FileNotFoundError:
            return
        if lines:
            pid_file.write_text("\n".join([str(no_process), *lines[1:]]) + "\n")
        else:
            pid_file.unlink()

    def _last_log_line(self) -> str:
        try:
            lines = (self.path / "server.log").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return "it left no log"
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (fatal or lines or ["its log is empty"])[-1].split(":  ")[-1].rstrip(".")


def _is_server(number: int) -> bool:
    try:
        process = psutil.Process(number)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _run_as_batch(server: int) -> None:
    """Schedule the server as SCHED_BATCH: a process that wakes up does not preempt another.

    Service and server share the processors, and switching at every round trip costs both more than
    it gains (docs/performance.md). Processes that the server starts inherit the policy.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # a sandbox may forbid it; the server works without
            os.sched_setscheduler(server, os.SCHED_BATCH, os.sched_param(0))


def _sync_folder(folder: Path) -> None:
    """Flush a rename to disk, so that a power cut cannot undo it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
