"""Each validator of ``deploy/`` finds a fault that is planted, and nothing in what is there."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks import deployment

Check = Callable[[Path], Iterator[str]]
PLANTED = [
    (deployment.systemd, "systemd/referral-api@.service", "ProtectHome=", "ProtectHoem="),
    (deployment.systemd, "systemd/referral-api-migrate.service", "SystemCallFilter=", "#"),
    (deployment.nginx, "nginx/referral-api.conf", "gzip off", "gzpi off"),
    (deployment.gixy, "nginx/referral-api.conf", "Host $host", "Host $http_host"),
    (deployment.compose, "compose/compose.yaml", "cap_drop", "cap_dorp"),
    (deployment.kubernetes, "kubernetes/maintain.yaml", "concurrencyPolicy", "concurrency"),
    (deployment.scripts, "systemd/referral-api-backup", "set -eu", "if true"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    kept = shutil.ignore_patterns("build", "secrets")
    return Path(shutil.copytree(deployment.DEPLOY, tmp_path / "deploy", ignore=kept))


@pytest.mark.parametrize(
    ("check", "file", "old", "new"), PLANTED, ids=[f"{one[1]}: {one[3]}" for one in PLANTED]
)
def test_a_fault_is_found(check: Check, file: str, old: str, new: str, copy: Path) -> None:
    if not deployment.can_be_asked(check):
        pytest.skip("this machine lacks the validator")
    assert list(check(copy)) == []
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert list(check(copy)) != []
