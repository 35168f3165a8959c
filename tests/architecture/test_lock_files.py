"""Lock files pin packages by their hashes, and leave to the installer where they come from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK_FILES = [*ROOT.glob("*.lock"), ROOT / "clients" / "package-lock.json"]


def test_only_the_lock_files_of_reports_and_of_developers_bring_what_typesets() -> None:
    typesetting = {"matplotlib", "python-docx", "typst"}
    brought = {
        name: typesetting & set(re.findall(r"^([a-z-]+)==", _read(name), re.MULTILINE))
        for name in ("requirements", "requirements-reports", "requirements-dev")
    }
    assert brought == {
        "requirements": set(),
        "requirements-reports": typesetting,
        "requirements-dev": typesetting,
    }


def _read(name: str) -> str:
    return (ROOT / f"{name}.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_a_lock_file_names_no_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sha" in text
    assert [line.strip() for line in text.splitlines() if "://" in line] == []
