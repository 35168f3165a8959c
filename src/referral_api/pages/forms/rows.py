"""The rows of a form: those that say something stand first, as they stand in the payload.

A row that was left empty has no place in the payload; without this, what is wrong with a row would
be told at the one above it.
"""

from collections.abc import Sequence

from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields

# So many empty rows stand below those that are filled.
_ROOM = 2


def rows_shown(fields: Fields, name: str) -> list[int]:
    """Return the rows of a member that is a list of groups: those that are filled, and two more."""
    filled = _filled(fields, f"{name}.")
    first = filled[-1] + 1 if filled else 0
    return [*filled, *range(first, first + _ROOM)]


def tidy_rows(controls: Sequence[Control], fields: Fields, prefix: str = "") -> Fields:
    """Leave out the rows that say nothing, and number the others without a gap."""
    for control in controls:
        name = f"{prefix}{control.name}."
        if control.kind is Kind.GROUP:
            fields = tidy_rows(control.members, fields, name)
        elif control.kind is Kind.GROUPS:
            fields = _close_gaps(fields, name)
            for row in fields.rows(name):
                fields = tidy_rows(control.members, fields, f"{name}{row}.")
    return fields


def _close_gaps(fields: Fields, prefix: str) -> Fields:
    places = {str(row): place for place, row in enumerate(_filled(fields, prefix))}
    values: dict[str, list[str]] = {}
    for name, value in fields.items():
        row, _, member = name.removeprefix(prefix).partition(".")
        if not name.startswith(prefix):
            values.setdefault(name, []).append(value)
        elif row in places:
            values.setdefault(f"{prefix}{places[row]}.{member}", []).append(value)
    return Fields(values, fields.files)


def _filled(fields: Fields, prefix: str) -> list[int]:
    said = [name for name, value in fields.items() if value.strip() and name.startswith(prefix)]
    return [
        row for row in fields.rows(prefix)
        if any(name.startswith(f"{prefix}{row}.") for name in said)
    ]  # fmt: skip
