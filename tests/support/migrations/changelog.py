"""What the changelog says of migrations: their numbers, and whether `serve` must be stopped."""

import re

from tests.support.migrations.written import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
_STOP = re.compile(r"\bstop\s+`serve`", re.IGNORECASE)


def named(text: str) -> set[str]:
    """Give the numbers of all migrations that a changelog names."""
    return {found for line in _lines(text) for found in _numbers(line)}


def without_the_service(text: str) -> set[str]:
    """Give the numbers of the migrations before which `serve` must be stopped."""
    return {found for line in _lines(text) if _STOP.search(line) for found in _numbers(line)}


def _lines(text: str) -> list[str]:
    """Give each entry, over however many lines it runs."""
    return re.split(r"\n(?=- |#|\n)", text)


def _numbers(line: str) -> list[str]:
    return re.findall(r"\b0\d{3}\b", line) if re.search(r"\bmigration", line, re.IGNORECASE) else []
