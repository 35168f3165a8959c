"""The contract calls nobody "she", and says one word for one idea."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from referral_api.main import create_app
from referral_api.settings import Settings
from tests.support.words import feminine_in_english

# A word that has been replaced, and the one that stands for its idea now.
REPLACED = {
    r"\bansw(?:er|ers|ered) for\b": "be responsible for",
    r"\binquir(?:y|ies)\b": "investigation",
    r"\bthe trail\b": "audit log",
    r"(?<!alleged )\btraffickers?\b": "alleged trafficker",
    r"\bprotective custody\b": "responsible for protection",
}


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"description", "summary"} and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return sorted(set(_texts(create_app(Settings()).openapi())))


def test_the_texts_are_found(texts: list[str]) -> None:
    assert len(texts) > 400


def test_the_contract_calls_nobody_she(texts: list[str]) -> None:
    assert {text: found for text in texts if (found := feminine_in_english(text))} == {}


@pytest.mark.parametrize("replaced", REPLACED, ids=REPLACED.values())
def test_one_word_stands_for_one_idea_in_the_contract(replaced: str, texts: list[str]) -> None:
    assert [text for text in texts if re.search(replaced, text, re.IGNORECASE)] == []


def test_an_investigation_that_goes_to_the_prosecutor_is_no_choice_of_the_person(
    texts: list[str],
) -> None:
    offered = [text for text in texts if "legal duty" in text and "told so" in text]
    assert offered
