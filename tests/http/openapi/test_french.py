"""The contract exists whole in French, and differs from the English one in its words only."""

import json
import re
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from fastapi import FastAPI

import referral_api
from referral_api.http import problem_advice, problem_pages
from referral_api.http.openapi import docs_page
from referral_api.http.openapi.french import in_french, texts_of, unwrap
from referral_api.http.openapi.served import contract_in
from tests.support.words import feminine_in_french
from tests.support.world import World

_ROOT = Path(__file__).parents[3]
_CATALOGUE = Path(referral_api.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "contract.po"


def read_catalogue() -> dict[str, str]:
    with _CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="fr", abort_invalid=True)
    assert not [message.id for message in catalogue if message.fuzzy and message.id]
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def words_of_the_pages() -> set[str]:
    texts = {*docs_page.WORDS.values(), *problem_advice.ADVICE.values()}
    return {unwrap(text) for text in texts} | {
        problem_pages.INDEX_TITLE, problem_pages.INPUT_TITLE
    }  # fmt: skip


def codes_of(text: str) -> list[str]:
    """What stands in backticks and must stand in the translation too."""
    placeholders = ("`<resource>:<verb>`", "`<ressource>:<verbe>`")
    return sorted(code for code in re.findall(r"`+[^`]+`+", text) if code not in placeholders)


def test_every_description_summary_and_word_of_a_page_has_its_french_line(app: FastAPI) -> None:
    wanted = texts_of(app.openapi()) | words_of_the_pages()
    catalogue = read_catalogue()
    assert len(wanted) > 600
    assert sorted(wanted - catalogue.keys()) == []
    assert sorted(catalogue.keys() - wanted) == []
    assert [text for text, french in catalogue.items() if not french.strip()] == []


def test_a_translation_keeps_every_code_and_paragraph() -> None:
    for english, french in read_catalogue().items():
        assert codes_of(french) == codes_of(english), english
        assert french.count("\n\n") == english.count("\n\n"), english


def test_the_french_words_are_those_of_the_mechanism() -> None:
    """« Référer », never « orienter »; « fondement légal »; « auteur présumé »."""
    unwanted = re.compile(
        r"orient|motifs? léga|trafiquant|notre service|le service est", re.IGNORECASE
    )
    found = {text: french for text, french in read_catalogue().items() if unwanted.search(french)}
    assert found == {}


def test_a_french_elle_stands_beside_the_word_that_it_is_for() -> None:
    found = {text: elle for text in read_catalogue().values() if (elle := feminine_in_french(text))}
    assert found == {}


def _without_words(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_words(item) for item in node]
    if isinstance(node, dict):
        return {
            name: _without_words(value) for name, value in node.items()
            if not (name in {"description", "summary"} and isinstance(value, str))
            and name not in {"tags", "info"}
        }  # fmt: skip
    return node


def test_only_the_words_are_translated(app: FastAPI) -> None:
    english, french = app.openapi(), contract_in(app, "fr")
    assert _without_words(french) == _without_words(english)
    assert french["info"]["title"] == "API de référencement"
    groups = {tag["name"] for tag in french["tags"]}
    assert "dossiers" in groups
    used = {
        tag for methods in french["paths"].values() for one in methods.values()
        for tag in one["tags"]
    }  # fmt: skip
    assert used == groups


def test_an_example_of_a_body_is_not_translated() -> None:
    document = {
        "info": {"title": "Referral API", "contact": {"name": "x"}}, "tags": [], "paths": {},
        "body": {"example": {"description": "Its id."}, "description": "Its id."},
    }  # fmt: skip
    assert in_french(document)["body"] == {
        "example": {"description": "Its id."}, "description": "Son identifiant.",
    }  # fmt: skip


async def test_both_contracts_are_served_as_they_are_published(world: World) -> None:
    for name, language in (("openapi.json", "en"), ("openapi.fr.json", "fr")):
        served = await world.call(None, "GET", f"/{name}")
        published = json.loads((_ROOT / "openapi" / name).read_text(encoding="utf-8"))
        assert served.json() == published
        assert served.headers["content-language"] == language
