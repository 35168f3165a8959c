"""The DOCX opens again, with its headings, repeated heads of tables, and pictures told in words."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from referral_api.reports import exchange
from referral_api.reports.docx.writing import write
from tests.support.committee_report import GOLDEN_LINES, committee_report


@pytest.fixture(scope="module")
def content() -> bytes:
    return write(exchange.checked(committee_report()))


@pytest.fixture(scope="module")
def word(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def test_it_says_its_title_language_author_and_day(word: Any) -> None:
    properties = word.core_properties
    assert properties.title == committee_report().title
    assert properties.language == "fr-FR"
    assert properties.author == properties.last_modified_by == "COMITÉ NATIONAL DE COORDINATION"
    assert properties.created.isoformat() == properties.modified.isoformat()
    assert properties.created.isoformat()[:19] == "2024-05-17T00:00:00"
    languages = {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}


def test_its_headings_are_headings(word: Any) -> None:
    headings = [(p.style.name, p.text) for p in word.paragraphs if "Heading" in p.style.name]
    assert ("Heading 1", "IV. CONTRIBUTIONS") in headings
    assert ("Heading 2", "1.2 Protection") in headings
    assert ("Heading 3", "Année 2023") in headings
    assert headings[-1] == ("Heading 1", "Notes")


def test_each_table_repeats_its_head_and_has_an_alternative_text(word: Any) -> None:
    assert len(word.tables) == 15
    for table in word.tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_each_picture_has_its_values_as_alternative_text(word: Any) -> None:
    said = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(said) == 4
    assert "2023, victimes, dont assistées, Femmes 3\u202f482, Filles 222" in said[0]


def test_every_number_of_the_committee_is_a_cell_to_the_last_digit(word: Any) -> None:
    cells = {
        cell.text.replace("\u202f", " ").split("\u00a0(")[0].replace("\u00a0", " ")
        for table in word.tables
        for row in table.rows
        for cell in row.cells
    }
    assert set(GOLDEN_LINES) - cells == set()


def test_a_citation_leads_to_a_note_at_the_end(word: Any) -> None:
    raised = {run.text for p in word.paragraphs for run in p.runs if run.font.superscript}
    assert {"1", "2", "4"} <= raised
    notes = [p.text for p in word.paragraphs if p.text.startswith(("1. Pers", "2. Prises"))]
    assert [note[-20:] for note in notes] == ["requête n° 0193f2c1)", "requête n° 0193f2c2)"]


def test_its_package_has_one_day_and_nothing_of_a_template(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        parts = package.infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}
    assert {part.compress_type for part in parts} == {zipfile.ZIP_STORED}
    names = {part.filename for part in parts}
    assert not {name for name in names if name.endswith(("thumbnail.jpeg", "app.xml"))}
