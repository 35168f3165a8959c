"""Every word the service answers exists in French, and the caller's wish is heard."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import referral_api
from referral_api.errors import IncompleteGrounds, ServiceError
from referral_api.http.i18n import LANGUAGES, negotiate, translate
from referral_api.http.validation_errors import INPUT_CODES
from tests.support.words import feminine_in_english, feminine_in_french, gives_away

SOURCE = Path(referral_api.__file__).parent


def find_refusals(kind: type[ServiceError] = ServiceError) -> Iterator[type[ServiceError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from find_refusals(child)


def find_details(source: str, names: set[str]) -> Iterator[ast.expr]:
    """Yield the detail of every refusal that the source makes with one."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in names:
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "detail")


def read_details() -> dict[str, str]:
    """Return every detail in the source with its file."""
    names = {kind.__name__ for kind in find_refusals()}
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for detail in find_details(path.read_text(encoding="utf-8"), names):
            where = f"{path.relative_to(SOURCE)}:{detail.lineno}"
            # A computed detail has no translation; facts go in keywords.
            assert isinstance(detail, ast.Constant), f"{where}: the detail is not a literal"
            if detail.value is not None:
                found[str(detail.value)] = where
    return found


def read_french() -> dict[str, str]:
    path = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale="fr", abort_invalid=True)
    assert not [message.id for message in catalogue if message.fuzzy and message.id]
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def test_every_message_has_a_french_translation() -> None:
    said = {kind.title: kind.__name__ for kind in find_refusals()}
    said |= {message: code for code, message in INPUT_CODES.items()} | read_details()
    french = read_french()
    missing = {message: where for message, where in said.items() if not french.get(message)}
    assert len(said) > 30
    assert not missing


def test_no_french_message_is_left_in_english() -> None:
    for message in read_french():
        assert translate(message, "fr") != message
        assert translate(message, "en") == message


def test_details_are_found_in_every_form_of_call() -> None:
    source = """
raise errors.Conflict("One.", commit_partial=True)
raise NotFound(detail="Two.")
raise errors.NotFound
raise ValueError("Not ours.")
"""
    found = [ast.literal_eval(detail) for detail in find_details(source, {"Conflict", "NotFound"})]
    assert found == ["One.", "Two."]


def test_an_unknown_or_empty_message_passes_through() -> None:
    for language in LANGUAGES:
        assert translate("Nobody translated this.", language) == "Nobody translated this."
        assert translate("", language) == ""


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("fr-ML", "fr"),
        ("*", "fr"),
        ("en, fr", "en"),
        ("fr, en", "fr"),
        ("en;q=0.4, fr;q=0.7", "fr"),
        ("en;q=0.9 , fr;q=0.8", "en"),
        ("bm, en;q=0.5", "en"),
        ("bm, ff;q=0.5", "fr"),
        ("fr;q=0, *", "en"),
        ("en;q=0", "fr"),
        ("en;q=0, fr;q=0", "fr"),
        ("en;q=0.5, *;q=0.8", "fr"),
    ],
)
def test_the_header_is_honoured(header: str | None, language: str) -> None:
    assert negotiate(header) == language


@pytest.mark.parametrize(
    "header",
    [
        ";;;,,,===", ";q=1", "en;q=", "en;q=nan", "en;q=inf", "en;q=-1", "en;q=2", "en;level=1",
        "\x00\xff", "-", "\u212fn", "q=1;en", "," * 100_000, "x" * 100_000, "xx," * 50_000 + "en",
    ],
)  # fmt: skip
def test_rubbish_is_answered_in_french(header: str) -> None:
    assert negotiate(header) == "fr"


def test_a_message_calls_nobody_she_and_gives_nobody_away() -> None:
    for english, french in read_french().items():
        assert feminine_in_english(english) == [], english
        assert feminine_in_french(french) == [], french
    for title in {kind.title for kind in find_refusals()} - {IncompleteGrounds.title}:
        assert gives_away(title) == []
        assert gives_away(read_french()[title]) == []


def test_one_word_stands_for_one_idea_in_the_messages() -> None:
    for english, french in read_french().items():
        assert not re.search(r"\b(inquiry|answers? for)\b", english, re.IGNORECASE), english
        assert not re.search(r"\b(motif légal|orient\w+)\b", french, re.IGNORECASE), french
