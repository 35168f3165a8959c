"""Numbers and dates as people write them in French and English.

Rounding is half up, in decimal, once: 63.76 is printed as 64 % and 4.07 as 4 %.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from referral_api.reports.figures import Figure
from referral_api.reports.labels import MONTHS

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SEPARATORS = {"fr": (NARROW_SPACE, ",", f"{NO_BREAK_SPACE}%"), "en": (",", ".", "%")}


def rounded(value: Decimal | int, decimals: int = 0) -> Decimal:
    """Round half up to so many decimals."""
    with localcontext(Context(prec=100)):
        exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return abs(exact) if exact == 0 else exact  # never "-0"


def number(value: Decimal | int, *, language: str, decimals: int = 0, percent: bool = False) -> str:
    """Write a number: 124 598, 76,63 %."""
    thousands, point, sign = _SEPARATORS[language]
    whole, _, fraction = f"{rounded(value, decimals):,f}".partition(".")
    written = whole.replace(",", thousands) + (point + fraction if fraction else "")
    return written + (sign if percent else "")


def figure(cell: Figure, *, language: str) -> str:
    """Write a figure of a table: the number or its mark, then its flags."""
    written = cell.mark or number(
        cell.value or 0, language=language, decimals=cell.decimals, percent=cell.percent
    )
    return NO_BREAK_SPACE.join([written, *(f"({flag})" for flag in cell.flags)])


def day(of: date, *, language: str) -> str:
    """Write a date: 17 mai 2024, 1er mai 2024, 17 May 2024."""
    first = "1er" if of.day == 1 and language == "fr" else str(of.day)
    return f"{first}{NO_BREAK_SPACE}{MONTHS[language][of.month - 1]} {of.year}"
