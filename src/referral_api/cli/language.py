"""The language that a command speaks: French, or English if ``--lang`` or REFERRAL_LANG asks."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from enum import StrEnum

from referral_api.errors.sentences import SentenceError
from referral_api.http.i18n import translate


class Spoken(StrEnum):
    """French, or English if asked."""

    FRENCH = "fr"
    ENGLISH = "en"


_OPTION = "--lang"
_SETTING = "REFERRAL_LANG"
_spoken: ContextVar[Spoken] = ContextVar("spoken", default=Spoken.FRENCH)


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Choose the language, and return the arguments without the option, wherever it stood."""
    wanted, left = environment.get(_SETTING, Spoken.FRENCH), list(arguments)
    for place, argument in enumerate(left):
        name, equals, value = argument.partition("=")
        if name == _OPTION:
            wanted = value if equals else "".join(left[place + 1 : place + 2])
            del left[place : place + (1 if equals else 2)]
            break
    _spoken.set(Spoken.FRENCH)
    if wanted not in set(Spoken):
        raise SentenceError("The language is fr or en, not {wanted}.", wanted=repr(wanted))
    _spoken.set(Spoken(wanted))
    return left


def spoken() -> Spoken:
    """Return the language that was chosen."""
    return _spoken.get()


def say(sentence: str, **facts: object) -> str:
    """Say a sentence in that language. A fact that is a sentence itself is said in it, too."""
    told = {
        name: translate(fact, spoken()) if isinstance(fact, str) else fact
        for name, fact in facts.items()
    }
    return translate(sentence, spoken()).format(**told)
