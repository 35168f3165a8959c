"""Typesetting is bounded in time, memory and size, and holds up nobody."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import docx
import psutil
import pypdf
import pytest

from referral_api.errors import ReportNotTypeset, ReportTooLarge, ReportToolsMissing
from referral_api.reports import forms, typesetting
from referral_api.reports.document import Document, Footnote, Paragraph, Points, Remark, Section
from referral_api.reports.figures import Figure, Row, Table
from referral_api.reports.forms import Form
from referral_api.reports.plot_data import Bar, Caption, HorizontalBars
from referral_api.reports.typesetting import Typesetter
from tests.support.committee_report import committee_report

HOSTILE = (
    '#read("/etc/passwd") #panic() $x^2$ \\ \\u{41} <script>&amp;& *b* _i_ `raw` @key = h // c '
    "/* */ ]] %s {0} ${x}"
)
TYPESET = [Form.PDF, Form.DOCX]


def _saying(text: str) -> Document:
    """Say the same text in every place of a document."""
    table = Table(1, text, (text, "n"), (Row((text, Figure(3))),), text, (text,), ("k",))
    plot = HorizontalBars(Caption(1, text, text), (Bar(text, Figure(3)),))
    blocks = (Paragraph(text), Points((text,), "achievements"), Remark(text), table, plot)
    return Document(
        (text,), text, date(2024, 5, 17), text, "fr", (Section(text, blocks),), text,
        (Footnote("k", text, text),), (Section(text),), (text,),
    )  # fmt: skip


def _prose(text: str) -> Document:
    section = Section("Texte", (Paragraph(text),))
    return replace(committee_report(), sections=(section,), annexes=(), footnotes=())


def _words(content: bytes, form: Form) -> str:
    if form is Form.PDF:
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


@asynccontextmanager
async def _counting() -> AsyncIterator[list[int]]:
    """Count the turns of the loop meanwhile."""
    turns = [0]

    async def count() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0.01)

    task = asyncio.create_task(count())
    yield turns
    task.cancel()


@pytest.mark.parametrize("form", Form)
async def test_a_report_is_made_in_each_form_twice_the_same(form: Form) -> None:
    typesetter = Typesetter(at_once=2)
    one, other = await asyncio.gather(
        *(typesetter.make(committee_report(), form) for _ in range(2))
    )
    assert one == other
    assert len(one) > 300
    assert form.media_type.partition("/")[2]


@pytest.mark.parametrize("form", TYPESET)
async def test_text_is_printed_letter_by_letter(form: Form) -> None:
    words = _words(await Typesetter().make(_saying(HOSTILE), form), form)
    assert words.replace("-", "").count(HOSTILE[:20]) > 4
    assert HOSTILE in words
    assert "root:" not in words


@pytest.mark.parametrize("form", TYPESET)
async def test_control_characters_are_left_out(form: Form) -> None:
    content = await Typesetter().make(_prose("avant\x00\x07\x1b\u202eaprès"), form)
    assert "avantaprès" in _words(content, form)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("form", TYPESET)
async def test_a_megabyte_of_text_is_printed(form: Form) -> None:
    content = await Typesetter().make(_prose("#$\\<& " * 170_000 + "fin"), form)
    assert _words(content, form).count("#$\\<&") == 170_000


async def test_more_than_two_megabytes_are_refused() -> None:
    for form in (Form.JSON, Form.PDF):
        with pytest.raises(ReportTooLarge):
            await Typesetter().make(_prose("a" * 2_000_000), form)


async def test_what_takes_too_long_is_ended_and_nothing_of_it_stays() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with pytest.raises(ReportNotTypeset) as refused:
        await Typesetter(seconds=0.3).make(committee_report(), Form.PDF)
    assert refused.value.reason == "time"
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


async def test_a_request_that_is_given_up_ends_its_process() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    task = asyncio.create_task(Typesetter().make(committee_report(), Form.PDF))
    await asyncio.sleep(0.3)
    assert {child.pid for child in psutil.Process().children(recursive=True)} - before
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


@pytest.mark.parametrize("limits", [{"memory": 150 << 20}, {"largest": 10_000}])
async def test_too_much_memory_and_too_large_a_result_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ReportNotTypeset) as refused:
        await Typesetter(**limits).make(committee_report(), Form.PDF)
    assert refused.value.reason == "failed"


async def test_the_loop_goes_on_meanwhile() -> None:
    async with _counting() as turns:
        await Typesetter().make(committee_report(), Form.PDF)
    assert turns[0] > 10


async def test_the_next_report_waits_its_turn_and_no_longer_than_its_time() -> None:
    typesetter = Typesetter(seconds=3)
    slow = _prose("a\n" * 400_000)
    first = asyncio.create_task(typesetter.make(slow, Form.PDF))
    await asyncio.sleep(0.5)
    with pytest.raises(ReportNotTypeset) as refused:
        await typesetter.make(committee_report(), Form.PDF)
    assert refused.value.reason == "time"
    with pytest.raises(ReportNotTypeset):
        await first


def test_the_process_knows_nothing_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("KEY_DIR", "/keys")
    environment = typesetting._environment("/empty")
    assert environment["HOME"] == environment["PATH"] == "/empty"
    assert not {"DATABASE_URL", "KEY_DIR"} & set(environment)


async def test_without_its_packages_json_and_csv_are_made_and_the_rest_says_what_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forms, "find_spec", lambda _: None)
    for form in (Form.JSON, Form.CSV, Form.CSV_RECORD):
        assert await Typesetter().make(committee_report(), form)
    for form in TYPESET:
        with pytest.raises(ReportToolsMissing, match="it lacks the extra `reports`"):
            await Typesetter().make(committee_report(), form)
