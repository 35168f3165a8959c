"""Which PINs are refused, and that a drawn one never is."""

import pytest

from referral_api.domain.network.sign_in.pins.choosing import draw_pin, find_weakness

_WEAK = {
    "12345": "length", "1234567890123": "length", "73046a": "length", "": "length",
    "７３０４６２": "length", "777777": "repeated", "737373": "repeated", "730730730": "repeated",
    "7307307": "repeated", "123456": "run", "345678": "run", "987654": "run", "890123": "run",
    "321098": "run", "198407": "date", "071984": "date", "20260314": "date", "140384": "date",
    "840314": "date", "031484": "date", "76123456": "telephone", "44223344": "telephone",
    "22376123456": "telephone", "900033": "telephone",
}  # fmt: skip


@pytest.mark.parametrize("pin", _WEAK)
def test_a_pin_that_others_would_try_first_is_refused(pin: str) -> None:
    assert find_weakness(pin, "+223 20 90 00 33") == _WEAK[pin]


@pytest.mark.parametrize("pin", ["730462", "518307", "4471702", "904716358", "904716358231"])
def test_other_pins_may_be_chosen(pin: str) -> None:
    assert find_weakness(pin, "+223 20 90 00 33") is None


def test_most_pins_of_six_digits_are_left() -> None:
    drawn = [f"{number:06}" for number in range(0, 1_000_000, 97)]
    weak = [pin for pin in drawn if find_weakness(pin)]
    assert len(weak) / len(drawn) < 0.2


def test_a_drawn_pin_could_have_been_chosen() -> None:
    drawn = {draw_pin() for _ in range(50)}
    assert len(drawn) > 45
    assert not [pin for pin in drawn if find_weakness(pin)]
