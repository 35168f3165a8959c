"""The contract in French: each text of the document, looked up by its English words."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from babel.support import Translations

from referral_api.http.i18n import read_catalogue

# Members of the document whose text is for people.
_TEXTS = ("description", "summary")
# What a caller sends is the same in both languages.
_DATA = ("example", "examples", "default", "const", "enum")


def in_french(document: Any) -> Any:
    """Return the document with its texts, its title and its groups in French."""
    translated = _translate(document)
    translated["info"]["title"] = translate_contract(document["info"]["title"])
    translated["info"]["contact"]["name"] = translate_contract(document["info"]["contact"]["name"])
    for tag in translated["tags"]:
        tag["name"] = translate_contract(tag["name"])
    for methods in translated["paths"].values():
        for operation in methods.values():
            operation["tags"] = [translate_contract(tag) for tag in operation["tags"]]
    return translated


def translate_contract(text: str) -> str:
    """Return the French of a text of the contract, or the text where there is none."""
    return _catalogue().gettext(unwrap(text)) if text else ""


def unwrap(text: str) -> str:
    """Join the lines of each paragraph, as a docstring may be wrapped anywhere."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def texts_of(document: dict[str, Any]) -> set[str]:
    """Every text of the document that needs a French line."""
    groups = {tag["name"] for tag in document["tags"]}
    about = {document["info"]["title"], document["info"]["contact"]["name"]}
    return {unwrap(text) for text in _find(document)} | groups | about


def _find(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _find(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in _TEXTS and isinstance(value, str):
                yield value
            elif name not in _DATA:
                yield from _find(value)


def _translate(node: Any) -> Any:
    if isinstance(node, list):
        return [_translate(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: translate_contract(value) if name in _TEXTS and isinstance(value, str)
        else value if name in _DATA
        else _translate(value)
        for name, value in node.items()
    }  # fmt: skip


@cache
def _catalogue() -> Translations:
    # Read by who asks for the contract, and not at each start of a command.
    return read_catalogue("fr", "contract")
