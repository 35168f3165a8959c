"""Response texts in the caller's language: French, or English if the caller asks for it."""

from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

DEFAULT_LANGUAGE = "fr"
LANGUAGES = ("fr", "en")
# The parameter ``?lang=`` of a page.
Lang = Literal["fr", "en"] | None

_LOCALE = Path(__file__).parents[1] / "locale"
# No browser sends more; the rest of a longer header is ignored.
_LONGEST_HEADER = 500


def negotiate(accept_language: str | None) -> str:
    """Choose the language that the header prefers (RFC 9110, section 12.5.4).

    Entries that cannot be parsed are skipped; of two equal preferences the first counts.
    """
    if not accept_language:
        return DEFAULT_LANGUAGE
    preferences = _read_preferences(accept_language[:_LONGEST_HEADER])
    anything = preferences.get("*", 0.0)
    in_order = [*(language for language in preferences if language in LANGUAGES), *LANGUAGES]
    best = max(in_order, key=lambda language: preferences.get(language, anything))
    return best if preferences.get(best, anything) > 0 else DEFAULT_LANGUAGE


def chosen_language(lang: str | None, accept_language: str | None) -> str:
    """Return the language that a page's ``?lang=`` names, or else the one that is preferred."""
    return lang or negotiate(accept_language)


def translate(message: str, language: str) -> str:
    """Return the message in one of LANGUAGES, or as it is where no translation exists."""
    # In gettext the empty message is the header of the catalogue.
    return _CATALOGUES[language].gettext(message) if message else ""


def read_catalogue(language: str, domain: str) -> Translations:
    """Compile a catalogue in memory, so that no compiled file lies beside its source."""
    with (_LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _read_preferences(header: str) -> dict[str, float]:
    """Map each primary language to its highest quality: fr-ML counts as fr."""
    preferences: dict[str, float] = {}
    for part in header.split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        language = tag.partition("-")[0]
        quality = _read_quality(parameters)
        if language and quality is not None:
            preferences[language] = max(quality, preferences.get(language, 0.0))
    return preferences


def _read_quality(parameters: list[str]) -> float | None:
    """Return the quality value: 1 if none is given, None if it is malformed."""
    if not parameters:
        return 1.0
    name, _, value = parameters[0].partition("=")
    try:
        quality = float(value)
    except ValueError:
        return None
    return quality if name.strip() == "q" and 0 <= quality <= 1 else None


# Read at start, so that a broken catalogue stops the service and not a request.
_CATALOGUES = {language: read_catalogue(language, "messages") for language in LANGUAGES}
