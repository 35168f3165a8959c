"""Values sent as SQL are written in digits: no text of a caller becomes SQL."""

from uuid import UUID

import pytest
from sqlalchemy import text

from referral_api.database.prepared_statements import PreparedStatement
from referral_api.database.statements import Statement

_ID = UUID("01900000-0000-7000-8000-000000000001")


def _execution(value: object) -> str:
    return PreparedStatement("it", Statement(text("SELECT :it"))).execution({"it": value})


def test_ids_bytes_and_numbers_are_written_as_themselves() -> None:
    assert _execution(_ID) == f"EXECUTE it('{_ID}')"
    assert _execution(-12) == "EXECUTE it(-12)"
    assert _execution(b"\x00'") == "EXECUTE it('\\x0027')"


@pytest.mark.parametrize("value", ["x", "'; DROP TABLE agent; --", None, 1.5, True, ["x"]])
def test_a_value_that_cannot_be_written_in_digits_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        _execution(value)
