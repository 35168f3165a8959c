"""The nightly backup writes a dump that can be listed, keeps what is young and removes the rest."""

import os
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from referral_api.embedded import Embedded
from referral_api.embedded.account import binaries
from tests.support.world import World

PROGRAM = Path(__file__).parents[2] / "deploy" / "systemd" / "referral-api-backup"
DAY = 24 * 3600


def _run(folder: Path, database: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": f"{binaries()}:{os.environ['PATH']}", "FOLDER": str(folder), "DATABASE": database,
    }  # fmt: skip
    return subprocess.run(
        ["sh", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )


def _dumps_of_other_days(folder: Path) -> tuple[Path, Path]:
    young, old = folder / "young.dump", folder / "old.dump"
    for path, days in ((young, 13), (old, 16)):
        path.touch()
        os.utime(path, (time.time() - days * DAY,) * 2)
    return young, old


def test_a_dump_is_made_for_its_account_alone_and_old_ones_go(
    server: Embedded, tmp_path: Path
) -> None:
    young, old = _dumps_of_other_days(tmp_path)
    done = _run(tmp_path, server.url("postgres"))
    assert done.returncode == 0, done.stderr
    (made,) = {*tmp_path.iterdir()} - {young}
    assert not old.exists()
    assert made.suffix == ".dump"
    assert made.stat().st_mode & 0o077 == 0
    listed = subprocess.run(
        [binaries() / "pg_restore", "--list", made], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public audit_event" in listed.stdout


@pytest.mark.parametrize("role", ["referral_owner", "referral_app"])
def test_a_role_that_row_security_binds_makes_no_dump_and_removes_none(
    server: Embedded, tmp_path: Path, role: str
) -> None:
    young, old = _dumps_of_other_days(tmp_path)
    assert _run(tmp_path, server.url(role)).returncode != 0
    assert {young, old} <= {*tmp_path.iterdir()}
    assert {path.name for path in tmp_path.glob("*.dump")} == {"young.dump", "old.dump"}


def _restore_data_alone(folder: Path, url: str) -> "subprocess.CompletedProcess[str]":
    (dump,) = folder.glob("*.dump")
    return subprocess.run(
        [binaries() / "pg_restore", "--data-only", f"--dbname={url}", dump],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


async def test_a_restore_of_the_data_alone_is_refused_by_what_guards_and_counts_them(
    world: World, server: Embedded, migrated_database: str, tmp_path: Path
) -> None:
    await world.a_case()
    assert _run(tmp_path, server.url("postgres")).returncode == 0
    done = _restore_data_alone(tmp_path, server.url("postgres", migrated_database))
    assert done.returncode != 0
    assert 'COPY failed for table "organisation"' in done.stderr
    assert 'COPY failed for table "case"' in done.stderr
    with psycopg.connect(server.url("postgres", migrated_database)) as superuser:
        row = superuser.execute('SELECT count(*) FROM "case"').fetchone()
    assert row == (0,)
