"""The tags of a PDF."""

from collections.abc import Iterator
from typing import Any


def structure_of(node: Any) -> Iterator[Any]:
    """Go through the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        for narrower in node:
            yield from structure_of(narrower)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from structure_of(node["/K"])
