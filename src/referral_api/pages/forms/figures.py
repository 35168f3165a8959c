"""Whole numbers as people write them."""

import re

# No more figures than a number of the database has.
_LONGEST = 18
# A whole number has no fraction: one sign, each time before three figures, parts its thousands.
_PARTED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")


def whole(text: str) -> int | None:
    """Return the number that figures alone say; None for any other text, « ² » too."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else None


def read_number(text: str) -> int | None:
    """Read a number with its thousands apart or not: « 150 000 », « 150.000 », « 1,000 »."""
    plain = "".join(text.split())
    if _PARTED.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    number = whole(plain.removeprefix("-"))
    return -number if number is not None and plain.startswith("-") else number
