"""Reads unambiguous JSON: UTF-8, no duplicate members, no NaN, no deep nesting."""

import json
import re
from typing import Any, NoReturn

DEEPEST = 64  # arrays and objects inside each other; the deepest body of the contract has five


def parse_json(content: bytes) -> Any:
    """Return the value. ValueError for anything else; UnicodeDecodeError if it is not UTF-8."""
    text = content.decode("utf-8")
    _check_depth(text)
    return _strict.decode(text)


def _check_depth(text: str) -> None:
    # Counted before parsing. The parser ends a deep text by exhausting the stack, and whatever
    # else runs at that moment (a finaliser, a callback) fails with it.
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for found in _STRUCTURE.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("too deep")
        elif mark in "]}":
            depth -= 1


# A string matches to its end, or to the end of the text: no part of it is read twice.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Parsers differ in which duplicate they use: one could be checked and the other one used.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a JSON number")


_strict = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_refuse)
