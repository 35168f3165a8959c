"""Templates: Jinja2, escaped, strict about what is missing, one environment for each language."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from enum import Enum
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from typing_extensions import override

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
# The macros that many pages use, by the name under which each template finds them. They know
# nothing of a page but what they are given: an import takes longer than what it imports.
_MACROS = {
    "button": "acts/button.html", "limits": "acts/due.html", "menu": "menu/groups.html",
    "problem": "forms/problems.html", "search": "acts/by_code.html", "shown": "acts/facts.html",
    "tables": "figures/table.html",
}  # fmt: skip


_SENTENCE = re.compile(r'\{\{ _\("([^"]*)"\) \}\}')


class _Environment(Environment):
    """The environment of one language: what needs no page is written when a template is read."""

    language = ""

    @override
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # All templates find the same names. To join two tables at each page takes time.
        return self.globals if d is None else super().make_globals(d)

    @override
    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Write the sentences that say nothing of a page."""
        return _SENTENCE.sub(lambda found: escape(say(found[1], self.language)), source)


def _environment(language: str) -> Environment:
    made = _Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.language = language
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
        "new_key": uuid4,
    }
    made.globals["token"] = _token_of(made)
    made.filters |= {
        "day": partial(write_day, language=language),
        "instant": partial(write_instant, language=language),
        "number": partial(write_number, language=language),
        "code": partial(code_label, language=language),
        "first_part": lambda text: str(text).partition(" · ")[0],
        "codes": keep_codes_whole,
    }
    made.globals["rest"] = partial(write_rest, language=language)
    # Last: a macro finds the words and filters that are there when it is read.
    made.globals |= {name: made.get_template(path).module for name, path in _MACROS.items()}
    return made


def _token_of(environment: Environment) -> Callable[[str], Markup]:
    """Return the field of a form that shows that it is ours: its template, written once."""
    before, _, after = environment.get_template("forms/token.html").render(csrf="|").partition("|")
    return lambda csrf: Markup(before) + csrf + Markup(after)  # noqa: S704 - of our template


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
