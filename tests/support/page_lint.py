"""What every page must be, whatever it says: well-formed, labelled, ours alone, in one language."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from typing_extensions import override

import referral_api
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.errors import NotFound
from referral_api.pages.forgery import FIELD
from referral_api.pages.route import PagesRoute
from tests.support.visitors import Parsed

LOCALE = Path(referral_api.__file__).parent / "locale"
# What writes the token into a form; no template writes it otherwise.
TOKEN_FILE = "forms/token.html"
_TOKEN = "{{ token(csrf) }}"
_CONTROLS = {"input", "select", "textarea"}
_TYPED = {"text", "password", "textarea"}
_CODE = re.compile(r"\b\w+_\w+\b|\b(?:null|undefined)\b")
# Codes that are words of the language too, and words of the other language in a name.
_ALIKE = {
    "fr": {"active", "sent", "substances", "due"},
    "en": {"Arrêté", "Prise en charge", "Rapport"},
}


class _Reader(HTMLParser):
    """The controls of a page, what names them, and all attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.controls: list[tuple[str, dict[str, str], bool]] = []  # whether within a label
        self.labelled = set[str]()
        self.inline: list[str] = []
        self.headings: Counter[str] = Counter()
        self._labels = 0
        self._tag = ""
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        self._tag = tag
        self._labels += tag == "label"
        self.headings[tag] += tag == "h1"
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        if tag in _CONTROLS and given.get("type") != "hidden":
            self.controls.append((tag, given, self._labels > 0))

    @override
    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "label"
        self._tag = ""

    @override
    def handle_data(self, data: str) -> None:
        if self._tag in {"script", "style"} and data.strip():
            self.inline.append(data)


def find_faults(html: str, pages: PagesRoute) -> Iterator[str]:
    """Find what is wrong with the form of a page."""
    parsed, read = Parsed(html), _Reader(html)
    if parsed.broken or parsed.open:
        yield f"tags do not close: {parsed.broken} {parsed.open}"
    yield from (f"id {name} twice" for name, times in Counter(parsed.ids).items() if times > 1)
    if read.headings["h1"] != 1:
        yield f"{read.headings['h1']} first headings"
    yield from (f"inline: {text[:40]}" for text in read.inline)
    yield from _find_strange_attributes(read)
    yield from _find_bare_controls(read)
    yield from _find_wrong_tokens(parsed)
    yield from _find_dead_ends(parsed, pages)


def find_unguarded_forms(template: str) -> Iterator[str]:
    """Find the forms of a template that post without the token, or write it by hand."""
    for form in re.findall(r"<form\b.*?</form>", template, re.DOTALL):
        opening, _, rest = form.partition(">")
        guarded = rest.lstrip().startswith(_TOKEN)
        if guarded != ('method="post"' in opening) or rest.count(_TOKEN) != guarded:
            yield f"token of a form: {opening}>"
    if (by_hand := f'name="{FIELD}"') in template:
        yield f"a token by hand: {template[template.index(by_hand) - 40 :][:80]}"


def _find_strange_attributes(read: _Reader) -> Iterator[str]:
    for tag, name, value in read.attributes:
        if name == "style" or name.startswith("on"):
            yield f"<{tag} {name}>"
        if name in {"href", "src", "action"} and not _is_ours(value):
            yield f"outside: {value}"


def _find_bare_controls(read: _Reader) -> Iterator[str]:
    for tag, given, within in read.controls:
        name = given.get("name", "")
        if name == FIELD and "hidden" in given:  # nobody sees it, and no browser keeps it
            continue
        if not (within or "aria-label" in given or given.get("id", " ") in read.labelled):
            yield f"no label: {tag} {name}"
        kind, kept = given.get("type", tag), given.get("autocomplete")
        # A personal code is marked as one that is good once: no browser offers to remember it.
        if kind in _TYPED and kept != "off" and (kind, kept) != ("password", "one-time-code"):
            yield f"kept by the browser: {name}"


def _find_wrong_tokens(parsed: Parsed) -> Iterator[str]:
    for form in parsed.forms:
        tokens = [each.kind for each in form.fields if each.name == FIELD]
        if tokens != (["password"] if form.method == "post" else []):
            yield f"token of a form: {form.action} {tokens}"


def _is_ours(address: str) -> bool:
    return address.startswith(("/bureau", "?", "#", "tel:")) or not address


def _find_dead_ends(parsed: Parsed, pages: PagesRoute) -> Iterator[str]:
    for place in [*(place for place, _ in parsed.links), *(form.action for form in parsed.forms)]:
        if place.startswith("tel:"):
            continue  # a number to call, on a telephone
        path, fragment = urlsplit(place).path, urlsplit(place).fragment
        if fragment and not path and fragment not in parsed.ids:
            yield f"leads nowhere: {place}"
        if path:
            try:
                pages.find(path)
            except NotFound:
                yield f"leads nowhere: {place}"


def find_wrong_words(html: str, language: str) -> list[str]:
    """Find codes, and what the pages say in the other language. What was recorded is no word."""
    texts = {text for text in Parsed(html).texts if not text.startswith("Synthetic")}
    texts -= {"English", "Français"}
    (other,) = {"fr", "en"} - {language}
    found = sorted(texts & (_said_in(other) - _said_in(language)))
    whole = " ".join(sorted(texts))
    found += sorted(set(_CODE.findall(whole)))
    if language == "fr":
        found += sorted(set(re.findall(r"\b[a-z]\w+", whole)) & _codes())
        found += re.findall(r"\b(?:Fémin|Mascul)in\b", whole)
    return [text for text in found if text not in _ALIKE[language]]


@cache
def _said_in(language: str) -> frozenset[str]:
    """Return all that the pages can say in a language, from the catalogues and the code lists."""
    said = {
        word for codes in CODELISTS.values() for code in codes for word in [getattr(code, language)]
    }
    for name in ("acts", "members") if language == "en" else ("acts", "members", "pages"):
        said |= set(_messages(language, name).values())
    if language == "en":
        said |= _messages("fr", "pages").keys() | _messages("fr", "contract").keys()
    else:
        said |= set(_messages("fr", "contract").values())
    return frozenset(said)


def _messages(language: str, name: str) -> dict[str, str]:
    path = LOCALE / language / "LC_MESSAGES" / f"{name}.po"
    with path.open("rb") as source:
        return {
            str(message.id): str(message.string)
            for message in read_po(source, locale=language)
            if message.id and not message.pluralizable
        }


@cache
def _codes() -> frozenset[str]:
    """Return the codes of one word that no French label has as a word."""
    codes = {str(code) for codes in CODELISTS.values() for code in codes}
    labels = {word.lower() for codes in CODELISTS.values() for code in codes
              for word in re.findall(r"\w+", code.fr)}  # fmt: skip
    return frozenset(code for code in codes if len(code) > 3) - labels
