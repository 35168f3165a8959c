"""Every cell is a line of the CSV, and no text of it is a formula."""

import csv
import io
from dataclasses import replace

import orjson
import pytest

from referral_api.reports import csv_cells, exchange
from referral_api.reports.document import Document, Section
from referral_api.reports.figures import Figure, Row, Table
from tests.support.committee_report import committee_report


def _with(text: str) -> Document:
    rows = (Row((text, Figure(-5))), Row(("plain", Figure(mark="–"))))
    table = Table(1, "Écarts", ("Rubrique", "Écart"), rows, "Comité")
    return replace(committee_report(), sections=(Section("", (table,)),), footnotes=(), annexes=())


def _lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_each_cell_of_each_table_and_plot_is_a_line() -> None:
    document = exchange.checked(committee_report())
    written = csv_cells.write(document)
    lines = _lines(written.content)
    tables = [block for block in exchange.blocks(document) if isinstance(block, Table)]
    cells = sum(len(table.rows) * len(table.columns) for table in tables)
    assert sum(line["kind"] == "table" for line in lines) == cells
    assert {line["number"] for line in lines if line["kind"] == "plot"} == {"1", "2", "3", "4"}
    assert orjson.loads(written.record)["cells"] == len(lines)
    assert written.content.count(b"\r\n") == len(lines) + 1


def test_a_value_keeps_the_decimals_of_its_source() -> None:
    lines = _lines(csv_cells.write(exchange.checked(committee_report())).content)
    shares = [
        line["value"] for line in lines if line["title"].startswith("Parts") and line["percent"]
    ]
    assert shares == ["76.63", "23.37"]
    of_2023 = [line for line in lines if line["number"] == "3" and line["row_label"] == "2023"]
    assert [(line["value"], line["mark"], line["flags"]) for line in of_2023[2:8]] == [
        ("3482", "", ""), ("222", "", "r"), ("", "s", ""), ("", "n.p.", ""), ("", "n.d.", ""),
        ("5461", "", "p"),
    ]  # fmt: skip
    assert [line["value"] for line in of_2023[8:]] == ["64", "4"]


def test_a_cell_names_the_queries_that_its_footnotes_name() -> None:
    lines = _lines(csv_cells.write(exchange.checked(committee_report())).content)
    assert {line["query_ids"] for line in lines if line["number"] == "1"} == {
        "0193f2c1",
        "0193f2c2",
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe_and_the_record_says_so(
    text: str,
) -> None:
    written = csv_cells.write(_with(text))
    assert _lines(written.content)[0]["text"] == f"'{text}"
    places = orjson.loads(written.record)["apostrophes"]
    assert {"line": 2, "column": "text"} in places
    assert {"line": 2, "column": "row_label"} in places


def test_a_negative_number_of_ours_stays_a_number() -> None:
    written = csv_cells.write(_with("plain"))
    assert [line["value"] for line in _lines(written.content)] == ["", "-5", "", ""]
    assert orjson.loads(written.record)["apostrophes"] == []


def test_quotes_commas_and_ends_of_lines_are_quoted() -> None:
    text = 'a "b", c;\nd'
    written = csv_cells.write(_with(text))
    assert _lines(written.content)[0]["text"] == text
    assert b'"a ""b"", c;\nd"' in written.content
