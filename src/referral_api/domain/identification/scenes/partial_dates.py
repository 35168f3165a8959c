"""A date of which perhaps only the year or the month is known.

It is kept as it was given, beside its first and its last possible day: so it sorts and compares.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlalchemy import CheckConstraint, Column, Date, Text

from referral_api.errors import MalformedInput

_FORM = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")
_PATTERN = r"^(19|2[0-9])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def _exists(value: str) -> str:
    first_day(value)  # ValueError for the 30th of February
    return value


PartialDate = Annotated[
    str, Field(pattern=_PATTERN, max_length=10), AfterValidator(_exists),
]  # fmt: skip


def first_day(value: str) -> date:
    """Return the first day that it may be; ValueError for a day that no month has."""
    year, month, day = _parts(value)
    return date(year, month or 1, day or 1)


def last_day(value: str) -> date:
    """Return the last day that it may be."""
    year, month, day = _parts(value)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(value: str) -> tuple[int, int, int]:
    found = _FORM.fullmatch(value)
    if found is None:
        raise ValueError("not a date")
    return int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)


def partial_date_values(name: str, value: str | None) -> dict[str, Any]:
    """Return the three columns of a partial date: as given, the first day, the last day."""
    if value is None:
        return dict.fromkeys(partial_date_names(name))
    return dict(
        zip(partial_date_names(name), (value, first_day(value), last_day(value)), strict=True)
    )


def partial_date_names(name: str) -> tuple[str, str, str]:
    """Name the three columns of a partial date."""
    return name, f"{name}_first_day", f"{name}_last_day"


def partial_text_column(*, nullable: bool = True) -> "Column[str]":
    """Make the column of a partial date as it was given."""
    return Column(Text, nullable=nullable)


def partial_day_column(*, nullable: bool = True) -> "Column[date]":
    """Make the column of the first or the last day of a partial date."""
    return Column(Date, nullable=nullable)


def partial_date_check(name: str) -> CheckConstraint:
    """Make the constraint that a partial date has both days, in order, or neither."""
    text, first, last = partial_date_names(name)
    return CheckConstraint(
        f"num_nulls({text}, {first}, {last}) IN (0, 3) AND {first} <= {last}", name=name
    )


def check_not_ahead(today: date, **dates: str | None) -> None:
    """Raise MalformedInput for dates that begin after tomorrow: no fact lies ahead."""
    latest = today + timedelta(days=1)
    wrong = [name for name, value in dates.items() if value and first_day(value) > latest]
    if wrong:
        raise MalformedInput(
            errors=[{"pointer": f"/{name}", "code": "out_of_range"} for name in wrong]
        )


def check_in_order(begin: str | None, end: str | None, *, field: str) -> None:
    """Raise MalformedInput for an end that certainly lies before the beginning."""
    if begin and end and last_day(end) < first_day(begin):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "out_of_range"}])
