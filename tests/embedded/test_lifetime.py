"""The embedded PostgreSQL starts, is shared, ends with its starter, and recovers."""

import os
import signal
import stat
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from referral_api.embedded import start
from tests.support.embedded_server import ask, end, postmaster, starter


def test_a_second_start_finds_the_data_of_the_first(data_dir: Path) -> None:
    with start(data_dir) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS seven", role="referral_owner")
    with start(data_dir) as server:
        assert ask(server, "SELECT seven FROM kept", role="referral_owner") == 7


def test_settings_of_the_caller_are_added(data_dir: Path) -> None:
    with start(data_dir, {"work_mem": "7MB"}) as server:
        assert ask(server, "SHOW work_mem") == "7MB"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such policy")
def test_a_connection_waits_for_its_turn_on_the_processor(data_dir: Path) -> None:
    with start(data_dir) as server, psycopg.connect(server.url("referral_app")) as connection:
        assert os.sched_getscheduler(connection.info.backend_pid) == os.SCHED_BATCH


def test_a_process_that_joins_a_running_server_does_not_stop_it(data_dir: Path) -> None:
    with start(data_dir) as server:
        start(data_dir).stop()
        assert ask(server, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(data_dir: Path) -> None:
    deep = data_dir / ("d" * 100)
    deep.mkdir()
    (data_dir / "postgres").rename(deep / "postgres")
    with start(deep) as server:
        assert ask(server, "SELECT 1") == 1
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert not server.socket_folder.exists()


def test_a_path_with_odd_characters_is_only_a_path(data_dir: Path) -> None:
    odd = data_dir / 'l\'été, "à côté"'
    odd.mkdir()
    (data_dir / "postgres").rename(odd / "postgres")
    with start(odd) as server:
        assert ask(server, "SELECT 1", role="referral_app") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_however_its_starter_ends(data_dir: Path, number: int) -> None:
    end(starter(data_dir), number)
    mark = data_dir / "postgres" / "postmaster.pid"
    deadline = time.monotonic() + 10
    while mark.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not mark.exists()


def test_it_recovers_when_server_and_starter_are_killed(data_dir: Path) -> None:
    process = starter(data_dir)
    with start(data_dir) as joined:
        ask(joined, "CREATE TABLE kept AS SELECT 7 AS seven", role="referral_owner")
    server_process = psutil.Process(postmaster(data_dir))
    server_process.kill()
    end(process, signal.SIGKILL)
    # The kernel ends the process a little later; until then a start would join it.
    server_process.wait(10)
    with start(data_dir) as server:
        assert ask(server, "SELECT seven FROM kept", role="referral_owner") == 7


def test_a_stale_pid_of_another_program_does_not_block(data_dir: Path) -> None:
    lines = (str(os.getpid()), "", "1", "5432", str(data_dir / "socket"), "", " 1 1", "ready")
    (data_dir / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with start(data_dir) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_first_start_cut_short_leaves_nothing_behind(data_dir: Path) -> None:
    (data_dir / "postgres").rename(data_dir / "postgres.new")
    (data_dir / "postgres.new" / "PG_VERSION").unlink()
    with start(data_dir) as server:
        assert ask(server, "SELECT 1", role="referral_app") == 1
