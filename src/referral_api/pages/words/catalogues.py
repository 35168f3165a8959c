"""The words of the pages in both languages: sentences, the labels of members, the words of acts."""

from functools import cache

from referral_api.http.i18n import LANGUAGES, read_catalogue

# Those of the pages are looked up by their English words, the others by a name.
_PAGES = {"fr": read_catalogue("fr", "pages")}
_MEMBERS = {language: read_catalogue(language, "members") for language in LANGUAGES}
_ACTS = {language: read_catalogue(language, "acts") for language in LANGUAGES}


def say(message: str, language: str) -> str:
    """Return a sentence of the pages, which stands in the code in English."""
    catalogue = _PAGES.get(language)
    return catalogue.gettext(message) if catalogue and message else message


def say_many(one: str, many: str, number: int, language: str) -> str:
    """Return a sentence that counts, with its number."""
    catalogue = _PAGES.get(language)
    english = one if number == 1 else many
    text = catalogue.ngettext(one, many, number) if catalogue else english
    return text.replace("%(n)d", str(number))


@cache
def label_of(member: str, language: str, schema: str = "") -> str:
    """Return the label of a member of a request or a response."""
    catalogue = _MEMBERS[language]
    for name in (f"{schema}.{member}", member):
        found = catalogue.gettext(name)
        if found != name:
            return found
    return member


@cache
def act_words(act: str, language: str, part: str = "") -> str:
    """Return the words of an act: its button, or its ``title``, ``done`` or ``sure``."""
    name = f"{act}.{part}" if part else act
    found = _ACTS[language].gettext(name)
    return "" if part and found == name else found
