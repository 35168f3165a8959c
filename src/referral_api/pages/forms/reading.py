"""What the fields of a form say becomes a payload, as a partner system would have sent it.

A field that is left empty is absent. A value that cannot be read goes on as it is, so that the
payload's own check refuses it at its place. Instants are in the time of Mali, which is UTC.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.figures import read_number, whole
from referral_api.pages.words.formats import MONTHS

_DAYS_ON = {"today": timedelta(), "tomorrow": timedelta(days=1)}
_WAYS = frozenset({"now", *_DAYS_ON})
_SHORTEST_MONTH = 3
_MOST_FIELDS = 3000
_MOST_ROWS = 200
_ROW = re.compile(r"(\d{1,3})\.")
# Fields that differ each time the same form is sent, or that only prove who sends it.
_OF_THE_SENDING = frozenset({"csrf", "own_pin", "other_pin", "kept"})


class Fields:
    """What a form has sent: each name with its values, in their order."""

    def __init__(
        self, values: Mapping[str, Sequence[str]], files: Mapping[str, bytes] | None = None
    ) -> None:
        """ValueError of what no browser sends and the database stores nowhere."""
        if any("\0" in text for name, said in values.items() for text in (name, *said)):
            raise ValueError("not text")
        self._values = values
        self.files = files or {}

    @classmethod
    def of(cls, body: bytes) -> "Fields":
        """Read a form; ValueError if it is not one."""
        return cls.of_pairs(
            parse_qsl(
                body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
            )
        )

    @classmethod
    def of_pairs(cls, pairs: Iterable[Sequence[str]]) -> "Fields":
        """Read the names and values of a form."""
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            values.setdefault(name, []).append(value.replace("\r\n", "\n"))
        return cls(values)

    def one(self, name: str) -> str:
        """Return the first value without the spaces around it, or nothing."""
        found = self._values.get(name)
        return found[0].strip() if found else ""

    def all(self, name: str) -> list[str]:
        """Return the values that say something."""
        return [value for each in self._values.get(name, ()) if (value := each.strip())]

    def rows(self, prefix: str) -> list[int]:
        """Return the numbers of the rows under a name, in their order."""
        found = {
            int(match.group(1))
            for name in self._values
            if name.startswith(prefix) and (match := _ROW.match(name, len(prefix)))
        }
        return sorted(found)[:_MOST_ROWS]

    def items(self) -> list[tuple[str, str]]:
        """Return all pairs."""
        return [(name, value) for name, values in self._values.items() for value in values]

    @property
    def content(self) -> list[tuple[str, str]]:
        """Return what the form says, without what differs each time that it is sent."""
        return [pair for pair in self.items() if pair[0] not in _OF_THE_SENDING]

    @property
    def fingerprint(self) -> bytes:
        """What tells the content of one form from another's."""
        return urlencode(self.content).encode()


def read_payload(controls: Sequence[Control], fields: Fields, prefix: str = "") -> dict[str, Any]:
    """Read the members that the fields give."""
    found: dict[str, Any] = {}
    for control in controls:
        given, value = _read(control, fields, f"{prefix}{control.name}")
        if given:
            found[control.name] = value
    return found


def _read(control: Control, fields: Fields, name: str) -> tuple[bool, Any]:
    """Say whether a member is given, and return its value."""
    if control.is_several and control.kind is not Kind.GROUPS:
        values = fields.all(name)
        # Nothing of a list that must be said: none of it. Whether that may be is for the payload.
        return bool(values) or control.required, values
    if control.members:
        return _read_members(control, fields, name)
    match control.kind:
        case Kind.BOX:
            return bool(fields.one(name)), True
        case Kind.YES_NO:
            said = {"yes": True, "no": False}.get(fields.one(name))
            return said is not None, said
        case Kind.DAY | Kind.INSTANT:
            read = _read_day if control.kind is Kind.DAY else _read_instant
            return read(fields, name)
        case _:
            return _read_text(control, fields.one(name))


def _read_members(control: Control, fields: Fields, name: str) -> tuple[bool, Any]:
    if control.kind is Kind.GROUP:
        group = read_payload(control.members, fields, f"{name}.")
        return _says_something(group) or control.required, group
    found = (
        read_payload(control.members, fields, f"{name}.{row}.") for row in fields.rows(f"{name}.")
    )
    rows = [row for row in found if _says_something(row)]
    return bool(rows) or control.required, rows


def _says_something(members: Mapping[str, Any]) -> bool:
    return any(value != [] for value in members.values())


def _read_text(control: Control, text: str) -> tuple[bool, Any]:
    if not text:
        return False, None
    if control.kind is Kind.NUMBER:
        number = read_number(text)
        return True, text if number is None else number
    if control.kind is Kind.DATA:
        try:
            return True, json.loads(text)
        except ValueError:
            return True, text
    return True, text


def _read_day(fields: Fields, name: str) -> tuple[bool, Any]:
    day, month, year = (fields.one(f"{name}.{part}") for part in "dmy")
    if not (day or month or year):
        is_today = fields.one(f"{name}.w") == "today"
        return is_today, f"{datetime.now(UTC).date()}" if is_today else None
    in_year, in_month, in_day = whole(year), _month(month), whole(day)
    if in_year is None or in_month is None or in_day is None or len(year) != 4:
        return True, f"{year}-{month}-{day}"
    return True, f"{in_year:04}-{in_month:02}-{in_day:02}"


def _read_instant(fields: Fields, name: str) -> tuple[bool, Any]:
    given, day = _read_day(fields, name)
    hour, minute = (fields.one(f"{name}.{part}") for part in "hi")
    way = fields.one(f"{name}.w")
    typed = any(fields.one(f"{name}.{part}") for part in "dmy")
    if (typed and way in _WAYS) or ((hour or minute) and way == "now"):
        # Two answers: neither is taken for the other.
        return True, f"{way} {day} {hour}:{minute}"
    if way == "now":
        return True, datetime.now(UTC).isoformat()
    if way in _DAYS_ON:
        given, day = True, f"{(datetime.now(UTC) + _DAYS_ON[way]).date()}"
    if not given:
        return bool(hour or minute), f"{hour}:{minute}"
    in_hour, in_minute = whole(hour), whole(minute or "0")
    if in_hour is None or in_minute is None:
        return True, f"{day}T{hour}:{minute}"
    typed_time = f"{day}T{in_hour:02}:{in_minute:02}"
    now = datetime.now(UTC).isoformat()
    # Who types the present minute means now, not its first second.
    return True, now if now.startswith(typed_time) else f"{typed_time}:00+00:00"


def _month(text: str) -> int | None:
    """Return the number of a month that is written as a number or a word, or as its beginning."""
    begun = text.casefold().rstrip(".")
    if (number := whole(text)) is not None or len(begun) < _SHORTEST_MONTH:
        return number
    found = {
        number
        for months in MONTHS.values()
        for number, month in enumerate(months, 1)
        if month.casefold().startswith(begun)
    }
    return found.pop() if len(found) == 1 else None
