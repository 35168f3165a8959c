"""The same document gives the same bytes, on machines that differ in zone, language and fonts."""

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from referral_api.reports import exchange, fonts
from tests.support.committee_report import committee_report

LIMITS = ("120", str(1 << 30), str(64 << 20))


def _made(folder: Path, form: str, content: bytes, **environment: str) -> bytes:
    result = folder / f"report.{form}"
    subprocess.run(
        [sys.executable, "-m", "referral_api.reports.worker", form, result, *LIMITS],
        input=content, check=True, cwd=folder,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path), **environment},
    )  # fmt: skip
    return result.read_bytes()


def _home_with_another_font(folder: Path) -> Path:
    """Make a home where a font of our font's name is installed whose e looks like an x."""
    home = folder / "home"
    impostor = TTFont(fonts.REGULAR)
    for letters in impostor["cmap"].tables:
        letters.cmap[ord("e")] = letters.cmap[ord("x")]
    for where in (".fonts", ".local/share/fonts"):
        (home / where).mkdir(parents=True)
        impostor.save(home / where / "NotoSans-Regular.ttf")
    return home


@pytest.mark.one_in(3)
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_two_machines_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    content = exchange.write(exchange.checked(committee_report()))
    bamako, kiritimati = tmp_path / "bamako", tmp_path / "kiritimati"
    bamako.mkdir()
    kiritimati.mkdir()
    one = _made(bamako, form, content, TZ="UTC", LANG="C", HOME=str(bamako), PYTHONHASHSEED="1")
    other = _made(
        kiritimati, form, content,
        TZ="Pacific/Kiritimati", LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8", PYTHONHASHSEED="2",
        HOME=str(_home_with_another_font(kiritimati)), PATH="/usr/bin:/bin",
        SOURCE_DATE_EPOCH="1234567890",
    )  # fmt: skip
    assert one == other
    assert str(tmp_path).encode() not in one
