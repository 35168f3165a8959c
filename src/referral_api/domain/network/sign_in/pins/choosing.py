"""Which PINs are too easy to guess, and how a one-time PIN is drawn.

That two people of an organisation have chosen the same PIN cannot be seen from hashes (decision
0064): what many would choose is refused instead.
"""

import re
import secrets
from datetime import datetime
from itertools import pairwise

from referral_api.domain.codelists.sign_in import PinWeakness

_FORM = re.compile(r"[0-9]{6,12}")
_ONE_TIME = 6
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_LONGEST_DATE = 8
_DATES = ("%d%m%y", "%y%m%d", "%m%d%y")
# Numbers of Mali have eight digits; abroad they follow 223.
_TELEPHONE = re.compile(r"(00)?(223)?(20|21|44|[5-9][0-9])[0-9]{6}")
# Of a telephone that is known, so many digits in a row.
_PART = 6


def find_weakness(pin: str, telephone: str | None = None) -> PinWeakness | None:
    """Say why a PIN must not be chosen; None if it may. ``telephone`` is that of the unit."""
    if not _FORM.fullmatch(pin):
        return PinWeakness.LENGTH
    if any(pin == (pin[:part] * len(pin))[: len(pin)] for part in (1, 2, 3)):
        return PinWeakness.REPEATED
    if _is_run(pin):
        return PinWeakness.RUN
    if len(pin) <= _LONGEST_DATE and (_YEAR.search(pin) or _is_date(pin)):
        return PinWeakness.DATE
    if _TELEPHONE.fullmatch(pin) or _is_part(pin, telephone):
        return PinWeakness.TELEPHONE
    return None


def draw_pin() -> str:
    """Draw a one-time PIN, which its owner could have chosen."""
    while True:
        pin = f"{secrets.randbelow(10**_ONE_TIME):0{_ONE_TIME}}"
        if find_weakness(pin) is None:
            return pin


def _is_run(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return steps in ({1}, {9})


def _is_date(pin: str) -> bool:
    return len(pin) == 6 and any(_reads_as(pin, form) for form in _DATES)


def _reads_as(pin: str, form: str) -> bool:
    try:
        datetime.strptime(pin, form)  # noqa: DTZ007 - a date, not an instant
    except ValueError:
        return False
    return True


def _is_part(pin: str, telephone: str | None) -> bool:
    digits = re.sub(r"[^0-9]", "", telephone or "")
    return any(pin[at : at + _PART] in digits for at in range(len(pin) - _PART + 1))
