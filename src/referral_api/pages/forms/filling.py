"""Filling a form with what a record says, so that a correction begins with what stands there."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields


def fill(
    controls: Sequence[Control], members: Mapping[str, Any],
    beside: Mapping[str, list[str]] = MappingProxyType({}),
) -> Fields:  # fmt: skip
    """Write the members of a record as the fields of a form, with what it carries beside them."""
    found = dict(beside)
    _fill(controls, members, "", found)
    return Fields(found)


def _fill(
    controls: Sequence[Control], members: Mapping[str, Any], prefix: str, into: dict[str, list[str]]
) -> None:
    for control in controls:
        value = members.get(control.name)
        if value is not None:
            _fill_one(control, value, f"{prefix}{control.name}", into)


def _fill_one(control: Control, value: Any, name: str, into: dict[str, list[str]]) -> None:
    match control.kind:
        case Kind.GROUP:
            _fill(control.members, value, f"{name}.", into)
        case Kind.GROUPS:
            for row, each in enumerate(value):
                _fill(control.members, each, f"{name}.{row}.", into)
        case Kind.BOXES | Kind.TEXTS | Kind.IDS:
            into[name] = [str(each) for each in value]
        case Kind.BOX | Kind.YES_NO:
            into[name] = ["yes"] if value else ["no"] if control.kind is Kind.YES_NO else []
        case Kind.DAY | Kind.INSTANT:
            _fill_time(name, str(value), into)
        case Kind.DATA:
            into[name] = [json.dumps(value)]
        case _:
            into[name] = [str(value)]


def _fill_time(name: str, text: str, into: dict[str, list[str]]) -> None:
    year, month, day = text[:10].split("-")
    into |= {f"{name}.y": [year], f"{name}.m": [str(int(month))], f"{name}.d": [str(int(day))]}
    if len(text) > 10:
        into |= {f"{name}.h": [text[11:13]], f"{name}.i": [text[14:16]]}
