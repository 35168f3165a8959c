"""The PDF says its language, title and structure, carries its fonts, and prints every number."""

import io
from collections import Counter
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from referral_api.reports import exchange
from referral_api.reports.pdf.writing import compiled, write
from tests.support.committee_report import GOLDEN_LINES, committee_report
from tests.support.tagged_pdf import structure_of


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write(exchange.checked(committee_report()))))


def _root(pdf: pypdf.PdfReader) -> Any:
    return pdf.root_object


def _tags(pdf: pypdf.PdfReader) -> list[Any]:
    tree = _root(pdf)["/StructTreeRoot"]
    return [node for node in structure_of(tree) if "/S" in node]


def test_it_is_tagged_and_says_its_language_and_title(pdf: pypdf.PdfReader) -> None:
    assert _root(pdf)["/MarkInfo"]["/Marked"]
    assert _root(pdf)["/Lang"] == "fr"
    assert pdf.metadata is not None
    assert pdf.metadata.title == committee_report().title
    assert pdf.metadata.author == "COMITÉ NATIONAL DE COORDINATION"


def test_it_bears_midnight_of_the_day_of_the_report(pdf: pypdf.PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.isoformat() == "2024-05-17T00:00:00+00:00"


def test_it_has_real_headings_tables_lists_and_notes(pdf: pypdf.PdfReader) -> None:
    roles = Counter(node["/S"] for node in _tags(pdf))
    document = committee_report()
    assert roles["/H1"] + roles["/H2"] + roles["/H3"] + roles["/H4"] >= 20
    assert roles["/Table"] == 15
    assert roles["/TH"] >= 15 * 2
    assert roles["/LI"] > 50
    assert roles["/Note"] == len(document.footnotes)


def test_each_picture_has_its_values_as_alternative_text(pdf: pypdf.PdfReader) -> None:
    said = [node["/Alt"] for node in _tags(pdf) if node["/S"] == "/Figure"]
    assert len(said) == 4
    assert "2023, victimes, dont assistées, Femmes 3\u202f482, Filles 222" in said[0]
    assert "Organes couvert par le secret statistique" in said[1]
    assert "Région inconnue 23" in said[2]
    assert "Inculpées non disponible" in said[3]


def test_its_fonts_are_embedded_and_ours(pdf: pypdf.PdfReader) -> None:
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(descriptor["/FontName"].partition("+")[2])
    assert names == {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"}


def test_every_number_of_the_committee_is_printed_to_the_last_digit(
    pdf: pypdf.PdfReader,
) -> None:
    text = "\n".join(page.extract_text() for page in pdf.pages)
    words = set(text.replace("\u00a0%", " %").replace("\u202f", "_").split())
    for line in GOLDEN_LINES:
        number = line.removesuffix(" %").replace(" ", "_")
        assert number in words, line
    assert "76,63\u00a0%" in text
    assert "64\u00a0%" in text


def test_a_note_stands_on_the_page_that_cites_it_first(pdf: pypdf.PdfReader) -> None:
    pages = [page.extract_text() for page in pdf.pages]
    for cited, note in [
        ("Tableau 1.", "Personnes touchées : personnes, toutes actions"),
        ("Tableau 3.", "Repérées et assistées : personnes, comptées"),
        ("Tableau 3.", "Victimes : personnes, définition de la source."),
    ]:
        (page,) = [text for text in pages if note in text]
        assert cited in page


def test_nothing_is_said_of_letters_where_none_is_missing(pdf: pypdf.PdfReader) -> None:
    assert not [page for page in pdf.pages if "\ufffd" in page.extract_text()]


def test_typst_finds_nothing_against_the_standard_of_accessible_pdf() -> None:
    assert compiled(exchange.checked(committee_report()), "ua-1").startswith(b"%PDF")


def test_what_the_font_lacks_is_replaced_and_said() -> None:
    document = replace(committee_report(), subtitle="العربية")
    pages = pypdf.PdfReader(io.BytesIO(write(exchange.checked(document)))).pages
    assert "\ufffd" * 7 in pages[0].extract_text()
    text = "\n".join(page.extract_text() for page in pages)
    assert "remplacés par \ufffd : U+0627, U+0628" in text.replace("\u00a0", " ")


def test_it_is_written_in_english_too() -> None:
    document = replace(committee_report(), language="en")
    pdf = pypdf.PdfReader(io.BytesIO(write(exchange.checked(document))))
    assert _root(pdf)["/Lang"] == "en"
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "124,598" in text
    assert "76.63%" in text
    assert "Achievements:" in text
