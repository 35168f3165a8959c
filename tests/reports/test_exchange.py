"""A document goes out as JSON and comes back the same; one that does not hold together does not."""

from dataclasses import replace

import orjson
import pytest

from referral_api.reports import exchange
from referral_api.reports.document import Footnote, Paragraph, Section
from tests.support.committee_report import committee_report


def test_a_document_comes_back_as_it_was() -> None:
    document = exchange.checked(committee_report())
    assert document == committee_report()
    assert exchange.read(exchange.write(document)) == document


def test_the_members_are_sorted_and_exact_numbers_are_text() -> None:
    content = orjson.loads(exchange.write(exchange.checked(committee_report())))
    assert list(content) == sorted(content)
    shares = content["sections"][3]["sections"][2]["blocks"][1]
    assert [row["cells"][2]["value"] for row in shares["rows"]] == ["76.63", "23.37"]
    assert [row["cells"][1]["value"] for row in shares["rows"]] == [446, 136]


def test_text_comes_out_without_control_characters_and_without_turns() -> None:
    text = "a\x00\x07\x1b[31m\tb\u202egnol\u2069\r\nc\ufffe\ud800\x85d\u202f%"
    document = replace(committee_report(), title=text)
    assert exchange.checked(document).title == "a[31m bgnol\nc\nd\u202f%"


@pytest.mark.parametrize("key", ["touched", "nobody"])
def test_each_footnote_is_defined_once(key: str) -> None:
    document = committee_report()
    twice = replace(document, footnotes=(*document.footnotes, Footnote(key, "")))
    with pytest.raises(ValueError, match="Each footnote is defined once, and cited"):
        exchange.checked(twice)


def test_no_footnote_is_cited_that_is_not_defined() -> None:
    wrong = Section("", (Paragraph("", ("nobody",)),))
    with pytest.raises(ValueError, match="Each footnote is defined once, and cited"):
        exchange.checked(replace(committee_report(), annexes=(wrong,)))
