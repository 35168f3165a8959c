"""The pages for people call nobody "she", and the glossary has one word for one idea."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.support.words import feminine_in_english

ROOT = Path(__file__).parents[2]
# Decisions and the changelog are a record of their time; architecture is for developers.
FOR_DEVELOPERS = {"architecture", "faults", "performance"}
FOUND = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs/generated").glob("*.md")]
PAGES = sorted(page for page in FOUND if page.stem not in FOR_DEVELOPERS)
REPLACED = re.compile(
    r"\bansw(?:er|ers|ered) for\b|\binquir(?:y|ies)\b|\bmotif légal\b|\bcontrôleuse\b",
    re.IGNORECASE,
)


def _terms() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1:3] for row in text.splitlines() if row.startswith("| ")]
    return [(english.strip(), french.strip()) for english, french in rows[1:]]


def test_the_pages_are_found() -> None:
    assert len(PAGES) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_calls_nobody_she_and_uses_no_word_that_was_replaced(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert feminine_in_english(text) == []
    assert REPLACED.findall(text) == []


def test_the_glossary_has_one_word_for_one_idea_in_both_languages() -> None:
    terms = _terms()
    assert len(terms) > 50
    for language in zip(*terms, strict=True):
        assert {term: n for term, n in Counter(language).items() if n > 1 or not term} == {}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("legal ground", "fondement légal"), ("reason", "motif"), ("system", "système"),
        ("investigation", "enquête"), ("refer", "référer"),
        ("alleged trafficker", "auteur présumé"),
    ],
)  # fmt: skip
def test_the_glossary_holds_the_words_of_the_field(english: str, french: str) -> None:
    assert (english, french) in _terms()
