"""The pages for people name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "referral_api"
PAGES = sorted(
    [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "SECURITY")]
    + [*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")]
)
# Such pages tell of revisions in which these files were there.
_REPLACED = re.compile(r"^Status: replaced", re.MULTILINE)
_FILE = re.compile(r"\.(cfg|json|lock|mako|md|po|py|sql|toml)$")
# What a reader, a command or the running service writes.
_WRITTEN = re.compile(r"var/|partner\.py$|vault\.json$")
_TOPS = {path.name for base in (ROOT, SOURCE) for path in base.iterdir()}
_NAMES = {
    path.name
    for folder in ("alembic", "bench", "deploy", "docs", "faults", "openapi", "src", "tests")
    for path in (ROOT / folder).rglob("*")
}


def _links(text: str) -> set[str]:
    found = re.findall(r"\]\(([^)\s#]+)[^)]*\)", text)
    return {link for link in found if "://" not in link}


def _paths(text: str) -> set[str]:
    """Find what stands in backticks and looks like a file or folder of the repository."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return {
        token
        for token in re.findall(r"`([^`\s]+)`", prose)
        if not re.search(r"[<*{…]|^[/.]|://", token)
        and not _WRITTEN.match(token)
        and (_FILE.search(token) or ("/" in token and token.partition("/")[0] in _TOPS))
    }


def _exists(path: str) -> bool:
    if "/" not in path and path not in _TOPS:
        return path in _NAMES
    return any((base / path).exists() for base in (ROOT, SOURCE))


def test_what_does_not_exist_is_found() -> None:
    text = "`http/routing.py` and `http/door.py`, `turns.py`, `domain/referrals`, `GET /v1/cases`"
    assert {path for path in _paths(text) if not _exists(path)} == {
        "http/door.py", "turns.py", "domain/referrals",
    }  # fmt: skip
    assert _links("[a](docs/b.md#c) [d](https://e.example/f.md)") == {"docs/b.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_named_file_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert {link for link in _links(text) if not (page.parent / link).exists()} == set()
    if not _REPLACED.search(text):
        assert {path for path in _paths(text) if not _exists(path)} == set()
