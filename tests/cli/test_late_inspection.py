"""A server that starts before its database inspects it as soon as it is there."""

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from uvicorn.config import STARTUP_FAILURE

from referral_api.cli import late_inspection
from referral_api.cli.failures import CommandFailure
from referral_api.settings import Settings
from tests.support.served_app import Ground, launch, open_ground

pytestmark = pytest.mark.one_in(10)
_LIMIT = 40


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


def _elsewhere(ground: Ground, role: str, folder: Path) -> tuple[Ground, Path]:
    """Name the database by a folder that is not there yet, and the folder that it stands for."""
    real = Path(parse_qs(urlsplit(ground.database_url).query)["host"][0])
    url = f"postgresql://{role}@/referral?host={folder}&port=5432"
    return replace(ground, database_url=url), real


def _wait_until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + _LIMIT
    while not happened():
        assert time.monotonic() < deadline, "It does not happen."
        time.sleep(0.1)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_ends_when_the_database_that_comes_must_not_be_served(
    ground: Ground, tmp_path: Path, workers: str
) -> None:
    away, real = _elsewhere(ground, "referral_owner", tmp_path / "socket")
    with launch(away, WORKERS=workers) as node:
        _wait_until(lambda: node.lines("service.started"))
        assert node.process.poll() is None
        (tmp_path / "socket").symlink_to(real)
        assert node.process.wait(_LIMIT) == STARTUP_FAILURE
        assert "referral_app" in node.output.read_text()


def test_it_goes_on_when_all_is_well(ground: Ground, tmp_path: Path) -> None:
    away, real = _elsewhere(ground, "referral_app", tmp_path / "socket")
    with launch(away) as node:
        _wait_until(lambda: node.lines("service.started"))
        (tmp_path / "socket").symlink_to(real)
        _wait_until(lambda: httpx.get(f"{node.address}/health/ready").is_success)
        time.sleep(3)  # an inspection comes every two
        assert node.process.poll() is None


def test_it_asks_until_the_database_is_there_and_tells_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[Any] = [
        psycopg.OperationalError("away"), CommandFailure("Port {port} is taken.", port=1)
    ]  # fmt: skip
    signals = []

    def look(*_: object) -> object:
        raise answers.pop(0)

    monkeypatch.setattr(late_inspection, "look", look)
    monkeypatch.setattr(late_inspection, "_PAUSE", 0.0)
    monkeypatch.setattr("os.kill", lambda pid, number: signals.append((pid, number)))
    inspecting = late_inspection.LateInspection(Settings(database_url=None), "postgresql://none")
    inspecting.run()
    assert inspecting.has_failed
    assert signals == [(os.getpid(), signal.SIGTERM)]
    assert "1" in capsys.readouterr().err
    assert not answers
