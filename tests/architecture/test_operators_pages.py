"""What the pages for operators say of the lines of the log is what the service writes."""

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from referral_api.errors import InvalidToken
from referral_api.errors.requests import Wanting

ROOT = Path(__file__).parents[2]
SOURCE = "".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "src" / "referral_api").rglob("*.py")
)
PAGES = [ROOT / "docs" / "operators.md", ROOT / "docs" / "fr" / "operators.md"]
# Of these the service says when they are lost, and when they are back.
_LOST = re.findall(r'OutageLog\("([a-z.]+)"', SOURCE)
_WRITTEN = re.findall(r'_log\.(?:info|error)\(\s*"((?:service|workers?)\.\w+)"', SOURCE)
_WRITTEN += re.findall(r'"((?:service|worker)\.stopped)"', SOURCE)


def _named(page: Path) -> set[str]:
    rows = re.findall(r"^\| (`\w+\.[\w.`, ()é]+) \|", page.read_text("utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z]+\.[a-z.]+)`", row)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_line_of_starts_ends_and_losses_is_on_the_page_and_no_other(page: Path) -> None:
    lost = {f"{name}.{end}" for name in _LOST for end in ("lost", "back")}
    assert {"database.lost", "issuer.back"} <= lost
    assert {"service.started", "worker.died"} <= {*_WRITTEN}
    found = {name for name in _named(page) if not name.endswith((".pem", ".key", ".json"))}
    assert found == lost | {*_WRITTEN}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_reason_of_a_401_and_a_503_is_on_the_page(page: Path) -> None:
    (said,) = re.findall(
        r"401 ?: (`missing`.*?)\. 503 ?: (.*?)\.\s", page.read_text("utf-8"), re.DOTALL
    )
    of_tokens = get_type_hints(InvalidToken.__init__)["reason"]
    for words, kinds in zip(said, (of_tokens, Wanting), strict=True):
        assert {*re.findall(r"`(\w+)`", words)} == {*get_args(kinds)}
