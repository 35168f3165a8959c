"""What no text for people may say, and how it is found."""

import re

from referral_api.pages.operation import OPERATIONS

# "She" is a victim who is a woman, and no text that is the same for everybody knows that.
_FEMININE = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
# In French a feminine stands beside the word "personne", or beside the masculine.
_ELLE = re.compile(r"(?<![\w-])(elle|elles)\b|\w-elle\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(personne|victime|organisation|unité|institution)s?\b", re.IGNORECASE)
# Words that give away what happened to who carries the paper.
_GIVES_AWAY = re.compile(
    r"\btraite\b|traffick|exploit|esclav|slave|prostitu|servitude|mendicit|begging"
    r"|auteur présumé|suicid|self-harm|groupe armé|armed group",
    re.IGNORECASE,
)


def feminine_in_english(text: str) -> list[str]:
    """Find what calls somebody "she" in a text that is the same for everybody."""
    return [found[0] for found in _FEMININE.finditer(text)]


def feminine_in_french(text: str) -> list[str]:
    """Find an "elle" in a text that names nobody whom it could stand for."""
    return [] if _BESIDE.search(text) else [found[0] for found in _ELLE.finditer(text)]


def told_by(address: str) -> list[str]:
    """Find what an address tells of an act or of a person: it stays in a browser's history."""
    names = {name for name in OPERATIONS if name in address}
    return [*sorted(names), *gives_away(address)]


def gives_away(text: str) -> list[str]:
    """Find the words that endanger who is found with them."""
    return [found[0] for found in _GIVES_AWAY.finditer(text)]
