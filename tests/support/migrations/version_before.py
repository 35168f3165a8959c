"""The version before at work: its keys, its synthetic data and its service."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.unlimited import UNLIMITED_ENVIRONMENT

_AT_MOST = 30  # seconds

# Its own words make its keys and its synthetic data, and sign its tokens.
_PREPARE = """
import sys
import referral_api
from referral_api.cli.keys import create_keys
from referral_api.demo.loading import load_demo_data
from referral_api.settings import Settings

assert referral_api.__file__.startswith(sys.argv[2]), referral_api.__file__
create_keys(Settings())
assert load_demo_data(sys.argv[1], Settings().keys)
"""
_TOKENS = """
import json
from datetime import UTC, datetime, timedelta
from referral_api.demo.data import AGENTS
from referral_api.security import issue_access_token, load_or_create_signing_key
from referral_api.settings import Settings

key = load_or_create_signing_key(Settings().keys / "token.pem")
url = Settings().public_url
print(json.dumps({
    agent.name.split()[0]: issue_access_token(
        key, issuer=url, audience=url, subject=agent.id, client_id=None,
        lifetime=timedelta(minutes=10), now=datetime.now(UTC),
    )
    for agent in AGENTS
}))
"""
_ORGANISATIONS = """
import json
from referral_api.demo.data import ORGANISATIONS
print(json.dumps({body.key: str(body.id) for body in ORGANISATIONS}))
"""


@dataclass(frozen=True, slots=True)
class VersionBefore:
    """Its source tree, where its keys lie too, its database, and the port it is served on."""

    tree: Path
    database_url: str
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("PG", "OTEL", "PROMETHEUS"))
        }  # fmt: skip
        return kept | {
            "PYTHONPATH": str(self.tree / "src"), "DATABASE_URL": self.database_url,
            "KEY_DIR": str(self.tree / "keys"), "REFERRAL_DATA_DIR": str(self.tree / "data"),
            "PUBLIC_URL": "http://before", "POOL_SIZE": "4", "WORKERS": "1",
            **UNLIMITED_ENVIRONMENT,
        }  # fmt: skip

    def run(self, *arguments: str) -> str:
        """Run its Python to the end; give what it printed."""
        finished = subprocess.run(
            [sys.executable, *arguments], cwd=self.tree, env=self._environment,
            capture_output=True, text=True, timeout=_AT_MOST, check=False,
        )  # fmt: skip
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    def prepare(self, owner_url: str) -> None:
        """Make its keys and load its organisations and agents."""
        self.run("-c", _PREPARE, owner_url, str(self.tree))

    def play_the_story(self) -> None:
        """Fill the database through its own interface, as its demonstration does."""
        self.run("-m", "referral_api.cli", "demo", "--lang", "en", "--url", self.address)

    def tokens(self) -> dict[str, str]:
        """Give a token for each agent, by first name."""
        told: dict[str, str] = json.loads(self.run("-c", _TOKENS))
        return told

    def organisations(self) -> dict[str, str]:
        """Give the id of each organisation, by its key."""
        told: dict[str, str] = json.loads(self.run("-c", _ORGANISATIONS))
        return told

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it in a process of its own, and end that in any case."""
        log = self.tree / "served.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "--factory", "referral_api.main:create_app",
                 "--host", "127.0.0.1", "--port", str(self.port), "--no-access-log",
                 "--log-level", "warning"],
                cwd=self.tree, env=self._environment, stdout=written, stderr=written,
            )  # fmt: skip
        try:
            self._wait_until_it_answers(process, log)
            yield
            assert process.poll() is None, log.read_text()
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_until_it_answers(self, process: "subprocess.Popen[Any]", log: Path) -> None:
        end = time.monotonic() + _AT_MOST
        while time.monotonic() < end:
            assert process.poll() is None, log.read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(log.read_text())


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
