"""The names of figures, in words and in addresses, and how they are defined."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache

from referral_api.domain.figures.definitions.definition import Definition
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.pages.addresses import address_of
from referral_api.pages.figures.words import dimension_words
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.rendering import code_label
from referral_api.pages.words.catalogues import label_of


def place_of(code: str) -> str:
    """Return the short name of a figure: its code would tell in an address what is counted."""
    return base64.b32encode(hashlib.sha256(code.encode()).digest()[:5]).decode().lower()


def code_of(place: str) -> str | None:
    """Return the figure that a short name stands for; its own code is understood, too."""
    return place if place in DEFINITIONS else _codes().get(place)


@cache
def _codes() -> Mapping[str, str]:
    return {place_of(code): code for code in DEFINITIONS}


def figure_address(operation: str, code: str) -> str:
    """Return the address of an operation on a figure."""
    return address_of(OPERATIONS[operation], {"code": place_of(code)})


def name_of(code: str, language: str) -> str:
    """Name a figure."""
    definition = DEFINITIONS.get(code)
    if definition is None:
        return code
    return definition.fr if language == "fr" else definition.en


def definition_words(definition: Definition, language: str) -> Iterator[tuple[str, str]]:
    """Say how a figure is defined."""
    for member, value in (
        ("unit", definition.unit), ("measure", definition.measure), ("once", definition.once),
        ("suppression", definition.suppression),
    ):  # fmt: skip
        yield label_of(member, language, "FigureRead"), code_label(value, language)
    yield (
        label_of("dimensions", language, "FigureRead"),
        ", ".join(dimension_words(one, language) for one in definition.dimensions),
    )
