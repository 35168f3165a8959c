"""What a form says becomes the payload that a partner system would have sent."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.forms.controls import controls_of
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
