"""Values that go along as SQL are digits: nothing that a caller wrote is read as SQL."""

from uuid import UUID

import pytest
from sqlalchemy import text

from referral_api.database.prepared_statements import Prepared
from referral_api.database.statements import Statement

_ID = UUID("01900000-0000-7000-8000-000000000001")


def _called_with(value: object) -> str:
    return Prepared("it", Statement(text("SELECT :it"))).called_with({"it": value})


def test_ids_and_bytes_are_written_as_themselves() -> None:
    assert _called_with(_ID) == f"EXECUTE it('{_ID}')"
    assert _called_with(b"\x00'") == "EXECUTE it('\\x0027')"


@pytest.mark.parametrize("value", ["x", "'; DROP TABLE agent; --", None, 1, ["x"], {"a": 1}])
def test_what_cannot_be_written_in_digits_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        _called_with(value)
