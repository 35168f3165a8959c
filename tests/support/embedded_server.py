"""Asking an embedded server, and starting one in another process."""

import subprocess
import sys
from pathlib import Path

import psycopg

from referral_api.embedded import Embedded, start

# A process started in the background ignores SIGINT, and so would its children.
STARTER = """
import signal, sys, time
from pathlib import Path
from referral_api.embedded import start
signal.signal(signal.SIGINT, signal.default_int_handler)
server = start(Path(sys.argv[1]))
print("ready", flush=True)
time.sleep(60)
"""

# No test lets the machine lose its power, and what is written need not reach the disk. Waiting for
# it took more than half of the time of most tests.
_QUICK = {"fsync": "off", "full_page_writes": "off"}


def start_quick(data_dir: Path) -> Embedded:
    """Start a server that survives the end of any process, and not that of the machine."""
    return start(data_dir, _QUICK)


def ask(server: Embedded, statement: str, role: str = "postgres") -> object:
    with psycopg.connect(server.url(role), autocommit=True) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def starter(data_dir: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(data_dir)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: "subprocess.Popen[str]", number: int) -> None:
    process.send_signal(number)
    process.wait(10)
    assert process.stdout is not None
    process.stdout.close()


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])
