"""The worker beside the service: it ends before the database does, whatever it is doing."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from referral_api.cli.worker import working_beside
from referral_api.embedded import Embedded
from referral_api.security.blind_index import FILE
from referral_api.security.key_files import read_secret
from referral_api.security.vault import Vault
from referral_api.settings import Settings


def _workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "worker"]


def test_the_worker_has_given_up_its_round_and_ended_before_the_database_stops(
    server: Embedded, migrated_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    at_work, given_up = threading.Event(), threading.Event()

    async def endless(*_: object) -> None:
        at_work.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    monkeypatch.setattr("referral_api.delivery.worker.maintain", endless)
    settings = Settings(referral_data_dir=tmp_path)
    settings.keys.mkdir()
    Vault.create_file(settings.keys / "vault.json")
    read_secret(settings.keys / FILE)
    with caplog.at_level(logging.ERROR), capture_logs() as told:
        with working_beside(settings, server.url("referral_app", migrated_database)):
            assert at_work.wait(60)
        assert given_up.is_set()
        assert not _workers()
    assert not caplog.records
    assert [line["event"] for line in told if line["log_level"] == "error"] == []


def test_a_worker_that_fails_says_so_and_the_service_goes_on(tmp_path: Path) -> None:
    settings = Settings(referral_data_dir=tmp_path)
    settings.keys.mkdir()
    Vault.create_file(settings.keys / "vault.json")
    read_secret(settings.keys / FILE)
    nowhere = "postgresql://referral_app@127.0.0.1:1/referral"
    with capture_logs() as told, working_beside(settings, nowhere):
        for thread in _workers():
            thread.join(60)
    assert [line["event"] for line in told] == ["worker.ended"]
