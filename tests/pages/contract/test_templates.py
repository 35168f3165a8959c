"""What templates write: the token of a form in one place, and in every form that is sent."""

from pathlib import Path

import pytest

from referral_api import pages
from tests.support.page_lint import TOKEN_FILE, find_unguarded_forms

_TEMPLATES = Path(pages.__file__).parent / "templates"
_TOKEN = "{{ token(csrf) }}"
_BY_HAND = '<input type="hidden" name="csrf" value="{{ csrf }}">'


def test_every_form_that_is_sent_carries_the_one_token() -> None:
    found = {}
    for path in sorted(_TEMPLATES.rglob("*.html")):
        name = path.relative_to(_TEMPLATES).as_posix()
        if name != TOKEN_FILE and (faults := list(find_unguarded_forms(path.read_text()))):
            found[name] = faults
    assert found == {}


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post" action="/bureau/x"><button>x</button></form>',
        f'<form method="post" action="/bureau/x">{_BY_HAND}</form>',
        f'<form method="post" action="/bureau/x">{_TOKEN}{_BY_HAND}</form>',
        f'<form method="post" action="/bureau/x">{_TOKEN}{_TOKEN}</form>',
        f'<form method="get">{_TOKEN}</form>',
        f'<form method="post">{_TOKEN}</form><form method="post"><button>x</button></form>',
    ],
    ids=["none", "by hand", "both", "twice", "in an address", "the second"],
)  # fmt: skip
def test_a_form_without_its_token_is_found(form: str) -> None:
    assert list(find_unguarded_forms(form)) != []


def test_the_token_is_of_a_kind_that_no_browser_keeps() -> None:
    written = (_TEMPLATES / TOKEN_FILE).read_text()
    for said in ('type="password"', 'name="csrf"', 'autocomplete="one-time-code"', " hidden>"):
        assert written.count(said) == 1
