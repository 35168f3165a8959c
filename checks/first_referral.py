"""``python -m checks.first_referral``: run programs against a service of their own, on demo data.

The service starts on a free port with its own PostgreSQL, in a folder that is removed afterwards.
Each argument is a command; it gets the address and the folder of the keys, and must end with 0.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from faults.service import free_port

from referral_api.settings import Settings

_START_LIMIT = 120.0  # seconds
_STOP_LIMIT = 30.0
_RUN_LIMIT = 60.0


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    """Yield the address of a service that is ready."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "REFERRAL_DATA_DIR": str(folder), "PORT": str(port), "PUBLIC_URL": address,
        "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    output = folder / "output.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "referral_api.cli", "run"], env=_bare_environment() | settings,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + _START_LIMIT
        while not _is_ready(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(
                    f"The service did not start:\n{output.read_text(errors='replace')}"
                )
            time.sleep(0.1)
        yield address
    finally:
        _stop(process)


def _bare_environment() -> dict[str, str]:
    """Return the environment without the settings of the caller's own service."""
    return {
        name: value for name, value in os.environ.items()
        if name.lower() not in Settings.model_fields
    }  # fmt: skip


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/ready", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the service, which stops its PostgreSQL first."""
    process.terminate()
    try:
        process.wait(_STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main(commands: list[str]) -> None:
    """Run each command, and stop at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="referral-") as name:
        folder = Path(name)
        with _serve(folder) as address:
            for command in commands:
                arguments = [*shlex.split(command), address, str(folder / "keys")]
                ended = subprocess.run(
                    arguments, check=False, timeout=_RUN_LIMIT,
                    env=os.environ | {"NO_PROXY": "127.0.0.1"},
                )  # fmt: skip
                if ended.returncode:
                    raise SystemExit(f"This failed: {command}")


if __name__ == "__main__":
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(1))  # so that the service is stopped
    main(sys.argv[1:])
