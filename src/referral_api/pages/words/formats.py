"""Writing values for people: days, instants, rests, numbers, in French and English.

All instants are told in the time of Mali, which is UTC all year.
"""

import re
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from referral_api.pages.words.catalogues import say, say_many

_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = _MONTHS
_NO_BREAK = "\u00a0"


def write_day(day: date, language: str) -> str:
    """Write « 29 novembre 2026 »; the first of a month is « 1er » in French."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number}{_NO_BREAK}{_MONTHS[language][day.month - 1]} {day.year}"


def write_instant(instant: datetime, language: str) -> str:
    """Write « dimanche 29 novembre 2026 à 19 h 45 »."""
    there = instant.astimezone(UTC)
    day = f"{_DAYS[language][there.weekday()]} {write_day(there.date(), language)}"
    if language == "fr":
        return f"{day} à {there.hour}{_NO_BREAK}h{_NO_BREAK}{there.minute:02}"
    return f"{day} at {there.hour:02}:{there.minute:02}"


def write_rest(until: datetime, now: datetime, language: str) -> str:
    """Write the time that is left, « encore 23 h 58 », or that has passed, « en retard de 2 h »."""
    seconds = (until - now).total_seconds()
    minutes = int(abs(seconds) // 60)
    length = _length(minutes, language)
    template = say("%(length)s left", language) if seconds >= 0 else say(
        "late by %(length)s", language
    )  # fmt: skip
    return template.replace("%(length)s", length)


def _length(minutes: int, language: str) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return say_many("%(n)d day", "%(n)d days", days, language)
    if not hours:
        return f"{left}{_NO_BREAK}min"
    return f"{hours}{_NO_BREAK}h{_NO_BREAK}{left:02}" if left else f"{hours}{_NO_BREAK}h"


def write_number(number: float, language: str) -> str:
    """Write a number with the signs of the language."""
    text = f"{number:,}"
    if language == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


_CODE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{5}-[0-9A-Z]{5}\b")


def keep_codes_whole(text: str) -> str:
    """Keep the code of a file on one line: broken at its hyphen, it is read out wrongly."""
    if "-" not in text or not _CODE.search(text):
        return text
    return Markup(_CODE.sub(r'<span class="code">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped
