"""Templates: Jinja2, escaped, strict about what is missing, one environment for each language."""

from collections.abc import Mapping
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.victims import Sex
from referral_api.http.i18n import LANGUAGES
from referral_api.pages.assets_served import asset_address
from referral_api.pages.forms.instants import instant_ways, is_mostly_today
from referral_api.pages.paper_links import papers_of
from referral_api.pages.words.aloud import aloud
from referral_api.pages.words.catalogues import act_words, label_of, say, say_many
from referral_api.pages.words.formats import (
    keep_codes_whole,
    write_day,
    write_instant,
    write_number,
    write_rest,
)
from referral_api.pages.words.persons import person_words, sex_words

_TEMPLATES = Path(__file__).parent / "templates"


def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.globals |= {
        "language": language,
        "_": partial(say, language=language),
        "many": partial(say_many, language=language),
        "label_of": partial(label_of, language=language),
        "words": partial(act_words, language=language),
        "asset": asset_address,
        "is_mostly_today": is_mostly_today,
        "instant_ways": partial(instant_ways, language=language),
        "aloud": partial(aloud, language=language),
        "person": partial(person_words, language=language),
        "papers_of": papers_of,
    }
    made.filters |= {
        "day": partial(write_day, language=language),
        "instant": partial(write_instant, language=language),
        "number": partial(write_number, language=language),
        "code": partial(code_label, language=language),
        "first_part": lambda text: str(text).partition(" · ")[0],
        "codes": keep_codes_whole,
    }
    made.globals["rest"] = partial(write_rest, language=language)
    return made


# The members whose codes stand in their schemas alone.
_LITERAL = ("act", "decisive", "form")
_LANGUAGES = {"fr": "Français", "en": "English"}


def code_label(code: Any, language: str) -> str:
    """Return the label of a code; its own text where it has none."""
    if isinstance(code, Sex):
        return sex_words(code, language)
    found: str = getattr(code, language, "")
    if not found and isinstance(code, Enum):
        return label_of(str(code), language, type(code).__name__)
    return found or _literal(str(code), language)


@cache
def _literal(code: str, language: str) -> str:
    """Return the label of a code that a schema names without its list."""
    if code in _LANGUAGES:
        return _LANGUAGES[code]
    for listed in CODELISTS.values():
        for member in listed:
            if code == str(member):
                return member.fr if language == "fr" else member.en
    for name in (f"{member}.{code}" for member in _LITERAL):
        if (label := label_of(name, language)) != name:
            return label
    return code


_ENVIRONMENTS = {language: _environment(language) for language in LANGUAGES}


def render(template: str, language: str, values: Mapping[str, Any]) -> str:
    """Render a template in a language."""
    return _ENVIRONMENTS[language].get_template(template).render(values)
