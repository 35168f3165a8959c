"""A cluster that is migrated once in a run, and copied wherever a test starts one of its own.

To copy it takes a tenth of the time of all migrations, of which there are many. All processes of a
run share it: the first one that needs it makes it, while the others wait.
"""

import fcntl
import os
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from referral_api.database import migrations
from referral_api.embedded import Embedded
from tests.support.embedded_server import start_quick
from tests.support.made_up_records import allow_made_up_words

# A database of the copies that has all tables and nobody in them; the other one, ``referral``,
# takes the made-up records, too.
MIGRATED = "migrated"


def start_migrated(folder: Path) -> Embedded:
    """Start a server in an empty folder, whose database is migrated."""
    made = _made_once(Path(os.environ["REFERRAL_RUN_FOLDER"]))
    subprocess.run(["cp", "-a", str(made / "postgres"), str(folder / "postgres")], check=True)
    return start_quick(folder)


def _made_once(folder: Path) -> Path:
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            _make(folder)
            (folder / "made").touch()
    return folder


def _make(folder: Path) -> None:
    with start_quick(folder) as server:
        owner = server.url("referral_owner")
        migrations.upgrade(owner)
        with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
            copy = sql.SQL("CREATE DATABASE {} OWNER referral_owner TEMPLATE referral")
            superuser.execute(copy.format(sql.Identifier(MIGRATED)))
        allow_made_up_words(owner)
