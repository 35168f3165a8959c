"""Lock files pin packages by their hashes, and leave to the installer where they come from."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK_FILES = [*ROOT.glob("*.lock"), ROOT / "clients" / "package-lock.json"]


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_a_lock_file_names_no_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sha" in text
    assert [line.strip() for line in text.splitlines() if "://" in line] == []
