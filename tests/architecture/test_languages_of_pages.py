"""A page that exists in both languages has the same sections, commands and tables in both."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*(DOCS / "fr").glob("*.md"), *ROOT.glob("deploy/*.fr.md")])
# What a person names in a command, and the language of what it prints.
_OWN = re.compile(r'"[^"$\n]* (?:de|of) [^"]*"|REFERRAL_LANG=\w+|^--.*$|\'[^\']*\'', re.MULTILINE)


def _in_english(page: Path) -> Path:
    beside = page.with_name(page.name.replace(".fr.", "."))
    return beside if beside != page else DOCS / page.name


def _headings(text: str) -> list[str]:
    plain = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.split()[0] for line in plain.splitlines() if line.startswith("#")]


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [_OWN.sub("…", block) for block in blocks]


def _sizes_of_tables(text: str) -> list[int]:
    return [block.count("\n") for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)]


def _marks(text: str) -> list[str]:
    return re.findall(r"^<!-- .* -->$|^\d+\. |^\*\*\d+\. ", text, re.MULTILINE)


def test_the_pages_are_found() -> None:
    assert DOCS / "fr" / "operators.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_both_languages_have_the_same_shape(page: Path) -> None:
    french = page.read_text(encoding="utf-8")
    english = _in_english(page).read_text(encoding="utf-8")
    assert len(_headings(english)) > 3
    for shape in (_headings, _commands, _sizes_of_tables, _marks):
        assert shape(french) == shape(english)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_a_page_lead_to_its_sections(page: Path) -> None:
    for path in (page, _in_english(page)):
        text = path.read_text(encoding="utf-8")
        titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors == set()
