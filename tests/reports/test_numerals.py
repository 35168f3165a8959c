"""Numbers are written as people write them, and rounded half up, in decimal, once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_api.reports import numerals
from referral_api.reports.figures import Figure

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("value", "decimals", "percent", "french", "english"),
    [
        (124598, 0, False, "124\u202f598", "124,598"),
        (1234567, 0, False, "1\u202f234\u202f567", "1,234,567"),
        (55, 0, False, "55", "55"),
        (0, 0, False, "0", "0"),
        (Decimal("76.63"), 2, True, "76,63\u00a0%", "76.63%"),
        (Decimal("63.76"), 0, True, "64\u00a0%", "64%"),
        (Decimal("4.07"), 0, True, "4\u00a0%", "4%"),
        (Decimal("0.5"), 0, False, "1", "1"),
        (Decimal("2.5"), 0, False, "3", "3"),
        (Decimal("1.005"), 2, False, "1,01", "1.01"),
        (Decimal("-1234.5"), 1, False, "-1\u202f234,5", "-1,234.5"),
        (Decimal("-0.04"), 1, False, "0,0", "0.0"),
        (Decimal("999999.5"), 0, False, "1\u202f000\u202f000", "1,000,000"),
    ],
)
def test_a_number_is_written_in_both_languages(
    value: Decimal | int, decimals: int, *, percent: bool, french: str, english: str
) -> None:
    cell = Figure(value, decimals=decimals, percent=percent)
    assert numerals.figure(cell, language="fr") == french
    assert numerals.figure(cell, language="en") == english


@given(DECIMALS, st.integers(0, 6))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Decimal, decimals: int) -> None:
    unit = Decimal(1).scaleb(-decimals)
    rounded = numerals.rounded(value, decimals)
    assert abs(rounded - value) <= unit / 2
    assert -rounded.as_tuple().exponent == decimals  # type: ignore[operator]


def test_a_mark_stands_in_place_of_a_number_and_flags_follow() -> None:
    assert numerals.figure(Figure(mark="n.d."), language="fr") == "n.d."
    flagged = Figure(4815, flags=("p", "b"))
    assert numerals.figure(flagged, language="fr") == "4\u202f815\u00a0(p)\u00a0(b)"


@pytest.mark.parametrize("wrong", [{}, {"value": 1, "mark": "s"}, {"value": Decimal("NaN")}])
def test_a_figure_is_a_finite_number_or_a_mark(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="A figure"):
        Figure(**wrong)  # type: ignore[arg-type]


def test_a_date_is_written_in_both_languages() -> None:
    assert numerals.day(date(2024, 5, 17), language="fr") == "17\u00a0mai 2024"
    assert numerals.day(date(2024, 8, 1), language="fr") == "1er\u00a0août 2024"
    assert numerals.day(date(2024, 8, 1), language="en") == "1\u00a0August 2024"
