"""The Markdown elements of the pages."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from types import ModuleType

_UNITS = (("h", 3600), ("min", 60), ("s", 1))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; a pipe in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def codes(names: Iterable[str]) -> str:
    """Write a list of codes as inline code."""
    return ", ".join(f"`{name!s}`" for name in names)


def duration(span: timedelta) -> str:
    """Write a duration in a whole unit; up to three days in hours, as paper forms do."""
    seconds = span.total_seconds()
    if seconds > 3 * 86400:
        return f"{seconds / 86400:g} d"
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0 or size == 1)
    return f"{seconds / size:g} {unit}"


def prose(module: ModuleType) -> str:
    """Return the docstring of a module as Markdown."""
    return (module.__doc__ or "").strip().replace("``", "`")


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
