"""What a message says: that a notice waits, and its code. Nothing else is ever put in."""

from collections.abc import Iterable

from referral_api.domain.codelists.languages import Language
from referral_api.http.i18n import translate

_SUBJECT = "A notice waits for you"
# Without the letters that a short message would pay for with half its length.
_TEXT = "A notice waits for you. Code: {code}."
# What there are words for; others read French.
_WORDS = {Language.FRENCH: "fr", Language.ENGLISH: "en"}


def _spoken(languages: Iterable[str]) -> list[str]:
    """French first, then what else the receivers read."""
    others = [_WORDS[Language(code)] for code in languages if code in set(_WORDS)]
    return list(dict.fromkeys([_WORDS[Language.FRENCH], *others]))


def subject(languages: Iterable[str]) -> str:
    """Write the subject of a mail."""
    return " / ".join(translate(_SUBJECT, language) for language in _spoken(languages))


def text(languages: Iterable[str], code: str) -> str:
    """Write the message."""
    return "\n".join(
        translate(_TEXT, language).format(code=code) for language in _spoken(languages)
    )
