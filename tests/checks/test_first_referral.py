"""The service that the programs of the clients get, and what is left of it afterwards."""

import shlex
import sys
import tempfile
from pathlib import Path

import httpx
import psutil
import pytest

from checks import first_referral

# Each program gets a file for its report, then the address and the folder of the keys.
_LOOK = """
import sys, pathlib, urllib.request
report, address, keys = sys.argv[1:]
urllib.request.urlopen(address + "/health/ready")
assert pathlib.Path(keys, "demo-client-brtmteh.pem").is_file()
pathlib.Path(report).write_text(address)
"""
_FAIL = "raise SystemExit(3)"
_OVERWRITE = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('It went on.')"


def test_a_program_that_fails_ends_the_check_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report"
    commands = [
        shlex.join([sys.executable, "-c", program, str(report)])
        for program in (_LOOK, _FAIL, _OVERWRITE)
    ]
    # The embedded server runs under an account of its own, which cannot enter pytest's folders.
    folders = Path(tempfile.mkdtemp(prefix="referral-"))
    folders.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(folders))
    try:
        with pytest.raises(SystemExit, match=r"This failed: .*raise SystemExit"):
            first_referral.main(commands)
        assert list(folders.iterdir()) == []
    finally:
        folders.rmdir()
    with pytest.raises(httpx.ConnectError):
        httpx.get(report.read_text(), trust_env=False)
    assert not [
        process for process in psutil.process_iter(["cmdline"])
        if str(folders) in " ".join(process.info["cmdline"] or [])
    ]  # fmt: skip
