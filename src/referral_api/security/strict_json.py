"""Reads JSON that has one meaning only: UTF-8, no member named twice, no NaN."""

import json
from typing import Any, NoReturn


def parse_json(content: bytes) -> Any:
    """Return what it says. ValueError for anything else; UnicodeDecodeError if not UTF-8."""
    try:
        return _strict.decode(content.decode("utf-8"))
    except RecursionError:
        raise ValueError("too deep") from None


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Readers differ in which of the two they take, and one may have been checked, not the other.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a JSON number")


_strict = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_refuse)
