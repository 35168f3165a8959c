"""SQL taken apart: its statements, in one line each, without comments and quoted texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARTS = re.compile(
    r"""--[^\n]* | /\*.*?\*/            # comments
      | (?P<dollar>\$\w*\$).*?(?P=dollar)  # the body of a function
      | '(?:[^']|'')*'                # a text
      | "(?P<name>[^"]*)"             # a name: its quotes go, it stays
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A statement, and which transaction of its migration it runs in; 0 is none."""

    text: str
    transaction: int


def _bare(part: re.Match[str]) -> str:
    if part["name"] is not None:
        return part["name"]
    return " " if part[0].startswith(("--", "/*")) else "''"


def steps(sql: str) -> Iterator[Step]:
    """Give the statements one by one, but those that begin and end a transaction."""
    transaction, begun = 0, 0
    for piece in _PARTS.sub(_bare, sql).split(";"):
        text = " ".join(piece.split())
        if text.upper() == "BEGIN":
            begun += 1
            transaction = begun
        elif text.upper() == "COMMIT":
            transaction = 0
        elif text:
            yield Step(text, transaction)


def actions(text: str) -> tuple[str, list[str]] | None:
    """Give the table and the single actions of an ALTER TABLE; None if it is none."""
    found = re.match(r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\S+) (.*)", text, re.IGNORECASE)
    if not found:
        return None
    parts, depth = [""], 0
    for sign in found[2]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return found[1].removeprefix("public."), [part.strip() for part in parts]
