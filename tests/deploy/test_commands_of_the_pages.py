"""Commands that the pages give an operator do what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from referral_api.cli.keys import create_keys
from referral_api.embedded import Embedded
from referral_api.settings import Settings

ROOT = Path(__file__).parents[2]
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
DEPLOY = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["referral-api doctor", "referral-api keys rotate vault"])
def test_a_command_is_given_the_settings_of_the_hour(
    server: Embedded, tmp_path: Path, command: str
) -> None:
    """Neither file of the hour names the folders, which stand in the units."""
    create_keys(Settings(referral_data_dir=tmp_path, key_dir=tmp_path / "etc" / "keys"))
    (tmp_path / "8001").mkdir()
    for name, role in (("serve", "referral_app"), ("migrate", "referral_owner")):
        text = (ROOT / "deploy" / "systemd" / f"{name}.env").read_text(encoding="utf-8")
        address = f"postgresql://{role}:CHANGE-ME@127.0.0.1/referral"
        assert f"='{address}'\n" in text  # an address may hold what a shell would read
        (tmp_path / "etc" / f"{name}.env").write_text(text.replace(address, server.url(role)))
    (block,) = re.findall(r"^```sh\n(with_settings.*?)^```", OPERATORS, re.MULTILINE | re.DOTALL)
    function, last = block.rsplit("with_settings", 1)
    assert last.strip() == "referral-api doctor"
    script = function.replace("/etc/referral-api", f"{tmp_path}/etc")
    script = script.replace("/var/lib/referral-api", str(tmp_path)) + f"with_settings {command}"
    script = script.replace(
        "with_settings referral-api", f"with_settings {sys.executable} -m referral_api.cli"
    )
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "REFERRAL_LANG": "en",
    }  # fmt: skip
    done = subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    if command.endswith("doctor"):
        assert "ok  The schema is that of this version" in done.stdout, done.stdout + done.stderr
        assert f"Free space for {tmp_path}/8001" in done.stdout
    else:
        assert done.returncode == 0, done.stderr
        assert "a new key is there" in done.stdout


def test_the_proxy_of_the_compose_file_asks_its_nodes_and_leaves_its_log_to_docker(
    tmp_path: Path,
) -> None:
    """A file of its own would grow in the container without an end."""
    (command,) = re.findall(r"^sed .*?proxy\.conf$", DEPLOY, re.MULTILINE | re.DOTALL)
    command = command.replace("../../nginx", str(ROOT / "deploy" / "nginx"))
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    text = (tmp_path / "proxy.conf").read_text(encoding="utf-8")
    assert re.findall(r"^    server (\S+) ", text, re.MULTILINE) == [
        "172.30.15.11:8000", "172.30.15.12:8000",
    ]  # fmt: skip
    assert re.findall(r"^    access_log (\S+)", text, re.MULTILINE) == ["/dev/stdout"]
    assert "127.0.0.1" not in text
