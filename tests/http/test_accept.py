"""The form of a response follows the Accept header."""

import pytest

from referral_api.errors import NotAcceptable
from referral_api.http.accept import choose_media_type

_OFFERED = ("application/json", "text/csv", "application/pdf")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/pdf", "application/pdf"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/html, application/*;q=0.5, text/csv;q=0.4", "application/json"),
        ("application/json;q=0.1, application/pdf;q=0.9", "application/pdf"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/csv;q=nonsense, application/pdf", "application/pdf"),
    ],
)
def test_the_form_that_is_preferred_is_given(accept: str | None, chosen: str) -> None:
    assert choose_media_type(accept, _OFFERED) == chosen


@pytest.mark.parametrize("accept", ["text/html", "application/pdf;q=0", "image/*", ","])
def test_a_form_that_is_not_offered_is_refused(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        choose_media_type(accept, _OFFERED)
