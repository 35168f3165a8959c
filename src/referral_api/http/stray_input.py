"""Finding what a request says twice, or asks of an address that does not offer it.

A misspelt filter that is ignored returns other people's records, and of two values of a header the
caller and a proxy may each mean another.
"""

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import QueryParams
from starlette.types import Scope

BEARER = ("Authorization",)
# A version and a key belong to one change each.
CONDITIONS = ("If-Match", "Idempotency-Key")


def find_repeated_headers(scope: Scope, singular: Sequence[str]) -> list[dict[str, Any]]:
    """Find those headers that stand more than once, as errors of the input."""
    given = [name for name, _ in scope["headers"]]
    return [
        {"type": "repeated_header", "loc": ("header", name)}
        for name in singular
        if given.count(name.lower().encode("ascii")) > 1
    ]


def find_stray_parameters(scope: Scope, known: Sequence[str]) -> list[dict[str, Any]]:
    """Find query parameters that are not ``known``, or that stand more than once.

    An unknown name is not repeated: it comes from the caller, and may be a person's.
    """
    if not scope["query_string"]:
        return []
    given = [name for name, _ in QueryParams(scope["query_string"]).multi_items()]
    stray: list[dict[str, Any]] = [
        {"type": "repeated_parameter", "loc": ("query", name)}
        for name in known
        if given.count(name) > 1
    ]
    if not set(given).issubset(known):
        stray.append(
            {"type": "unknown_parameter", "loc": ("query",), "ctx": {"allowed": list(known)}}
        )
    return stray


def find_stray_input(scope: Scope, known: Sequence[str]) -> list[dict[str, Any]]:
    """Find all of both."""
    return [
        *find_repeated_headers(scope, (*BEARER, *CONDITIONS)),
        *find_stray_parameters(scope, known),
    ]
