"""The unit gives a node a copy of the key folder: at each step of a rotation all that is in it."""

import re
import shlex
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from referral_api.security import ServiceKeys, load_or_create_signing_key
from referral_api.security.key_files import read_secret
from referral_api.security.key_ring import KeyRing, Secrets
from referral_api.security.vault import Vault

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "referral-api@.service"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "etc" / "keys"
    ServiceKeys.load(folder / "token.pem")
    read_secret(folder / "cursor.key")
    Vault.create_file(folder / "vault.json")
    return folder


def start(folder: Path) -> Path:
    """Do what the unit does before the node starts, here and as nobody in particular."""
    (command,) = re.findall(r"^ExecStartPre=\+(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    here = folder.parents[1]
    command = command.replace("%i", "8001").replace("%t", str(here))
    command = command.replace("/etc/referral-api/keys", str(folder)).replace("-g referral ", "")
    subprocess.run(shlex.split(command), check=True)
    return here / "referral-api-8001"


def test_a_node_accepts_successor_and_predecessor_at_each_step_of_a_rotation(folder: Path) -> None:
    makers = {"token.pem": load_or_create_signing_key, "cursor.key": read_secret}
    for accepted in (2, 2, 1):
        for name, make in makers.items():
            KeyRing(folder / name).rotate(make, timedelta())
        copy = start(folder)
        assert len(ServiceKeys.load(copy / "token.pem").accepted) == accepted
        assert len(Secrets.read(copy / "cursor.key").by_age) == accepted
        assert {path.name for path in copy.iterdir()} == {path.name for path in folder.iterdir()}


def test_the_copy_can_be_read_by_the_group_of_the_node_and_changed_by_root_alone(
    folder: Path,
) -> None:
    copy = start(folder)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o750
    assert {stat.S_IMODE(path.stat().st_mode) for path in copy.iterdir()} == {0o440}
    assert UNIT.read_text("utf-8").count(" -g referral ") == 2
