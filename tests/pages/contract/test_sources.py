"""Templates and scripts at their source: all escaped, all quoted, ours alone, nothing stored."""

import re
from pathlib import Path

import pytest

import referral_api.pages
from referral_api.http.i18n import LANGUAGES
from referral_api.pages.rendering import _environment

PAGES = Path(referral_api.pages.__file__).parent
TEMPLATES = sorted((PAGES / "templates").rglob("*.html"))
SCRIPTS = sorted((PAGES / "assets").glob("*.js"))
STYLES = sorted((PAGES / "assets").glob("*.css"))
_LOGIC = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
_VALUE = re.compile(r"{{.*?}}", re.DOTALL)
_TAG = re.compile(r"<[a-z][^>]*>", re.DOTALL)
_FORBIDDEN = {
    "unescaped": re.compile(r"\|\s*safe\b|autoescape|Markup"),
    "inline style": re.compile(r"<style|\sstyle\s*="),
    "handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*="),
    "outside": re.compile(r"(?:href|src|action)\s*=\s*[\"'](?:[a-z]+:)?//"),
    "script in an address": re.compile(r"javascript:|data:"),
}
# A browser on a shared telephone keeps what is put there.
_KEPT = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|\bcaches\b|serviceWorker"
    r"|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\("
)


def _name(path: Path) -> str:
    return path.relative_to(PAGES).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_escapes_all_and_has_nothing_inline_or_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, wrong in _FORBIDDEN.items() if wrong.search(text)] == []
    assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_attribute_of_a_template_is_quoted(path: Path) -> None:
    text = _VALUE.sub("x", _LOGIC.sub(" ", path.read_text(encoding="utf-8")))
    bare = [tag for tag in _TAG.findall(text) if re.search(r"=\s*[^\s\"'>]", _quoted_away(tag))]
    assert bare == []


def _quoted_away(tag: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_fails_and_what_is_shown_is_escaped(language: str) -> None:
    environment = _environment(language)
    assert environment.autoescape is True
    assert environment.from_string("{{ said }}").render(said='<b "x">') == "&lt;b &#34;x&#34;&gt;"
    assert environment.undefined.__name__ == "StrictUndefined"


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_a_script_keeps_nothing_and_writes_no_markup(path: Path) -> None:
    assert _KEPT.findall(path.read_text(encoding="utf-8")) == []
    assert len(path.read_bytes()) < 3_000


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_a_style_brings_nothing_from_outside(path: Path) -> None:
    assert not re.search(r"url\(|@import|@font-face", path.read_text(encoding="utf-8"))


def test_there_are_templates_scripts_and_styles_to_look_at() -> None:
    assert (len(TEMPLATES) > 60, len(SCRIPTS), len(STYLES)) == (True, 2, 2)
