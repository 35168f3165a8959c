"""Finding what a request says twice, or asks of an address that does not offer it.

A misspelt filter that is ignored returns other people's records, and of two values of a header the
caller and a proxy may each mean another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

# By their names as ASGI gives them.
BEARER = {b"authorization": "Authorization"}
# A version and a key belong to one change each.
CONDITIONS = {b"if-match": "If-Match", b"idempotency-key": "Idempotency-Key"}


def find_repeated_headers(request: Request, singular: Mapping[bytes, str]) -> list[dict[str, Any]]:
    """Find those headers that stand more than once, as errors of the input."""
    given = [name for name, _ in request.scope["headers"]]
    return [
        {"type": "repeated_header", "loc": ("header", name)}
        for encoded, name in singular.items()
        if given.count(encoded) > 1
    ]


def find_stray_parameters(request: Request, known: Sequence[str]) -> list[dict[str, Any]]:
    """Find query parameters that are not ``known``, or that stand more than once.

    An unknown name is not repeated: it comes from the caller, and may be a person's.
    """
    if not request.scope["query_string"]:
        return []
    given = [name for name, _ in request.query_params.multi_items()]
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


def find_stray_input(request: Request, known: Sequence[str]) -> list[dict[str, Any]]:
    """Find all of both."""
    return [
        *find_repeated_headers(request, BEARER | CONDITIONS),
        *find_stray_parameters(request, known),
    ]
