"""What a form says becomes the payload that a partner system would have sent."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.forms.controls import Kind, controls_of
from referral_api.pages.forms.multipart import read_multipart
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.operation import OPERATIONS
from tests.support.page_walks import fields_of
from tests.support.route_table import ROWS

BODIES = [
    name
    for name, row in ROWS.items()
    if row.body is not None and name not in LEFT_OUT and not OPERATIONS[name].takes_file
]


def _as_said(value: Any) -> Any:
    """Return what a form can say: no null, no list of nothing, no second of an instant."""
    if isinstance(value, dict):
        said = {name: _as_said(each) for name, each in value.items()}
        return {name: each for name, each in said.items() if each not in (None, [], {})}
    if isinstance(value, list):
        return [_as_said(each) for each in value]
    if isinstance(value, str) and "T" in value and value[:4].isdigit():
        return datetime.fromisoformat(value).replace(second=0, microsecond=0)
    return value


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_written_as_a_form_is_read_as_it_was(name: str) -> None:
    operation, row = OPERATIONS[name], ROWS[name]
    assert row.body is not None
    assert operation.body is not None
    body = row.body(defaultdict(lambda: str(uuid4())))
    fields = Fields.of_pairs(fields_of(operation, body))
    assert _as_said(read_payload(controls_of(operation.body), fields)) == _as_said(body)


_AT = next(
    control
    for name in BODIES
    if (body := OPERATIONS[name].body) is not None
    for control in controls_of(body)
    if control.kind is Kind.INSTANT
)


def _instant(**said: str) -> Any:
    fields = Fields.of_pairs([(f"{_AT.name}.{part}", text) for part, text in said.items()])
    return read_payload([_AT], fields).get(_AT.name)


def test_tomorrow_is_a_day_and_beside_another_one_that_was_typed_neither_is_taken() -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert _instant(w="tomorrow", h="8", i="30") == f"{tomorrow}T08:30:00+00:00"
    for typed in ({"d": "3", "m": "2", "y": "2026"}, {"m": "2", "y": "2026"}):
        assert _instant(w="tomorrow", h="8", **typed).startswith("tomorrow ")  # told as wrong


@pytest.mark.parametrize("pair", [("name", "a\0b"), ("na\0me", "a")])
def test_what_the_database_stores_nowhere_is_no_form(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="not text"):
        Fields.of_pairs([pair])
    name, value = pair
    part = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--x--\r\n'
    with pytest.raises(ValueError, match="not text"):
        read_multipart("multipart/form-data; boundary=x", part.encode())
