"""Reads unambiguous JSON: UTF-8, no duplicate members, no NaN."""

import json
from typing import Any, NoReturn


def parse_json(content: bytes) -> Any:
    """Return the value. ValueError for anything else; UnicodeDecodeError if it is not UTF-8."""
    try:
        return _strict.decode(content.decode("utf-8"))
    except RecursionError:
        raise ValueError("too deep") from None


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Parsers differ in which duplicate they use: one could be checked and the other one used.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a JSON number")


_strict = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_refuse)
