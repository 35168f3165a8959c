"""Lays out PostgreSQL's SQL in readable lines, without a change of meaning."""

import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise

_WIDTH = 96
_INDENT = "    "
# PostgreSQL names the column of a scalar subquery, and nothing refers to that name.
_NAMELESS = re.compile(r' AS ("?)\w+\1\)')
_TWICE = re.compile(r"\(\((SELECT (?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\)")
_COMPOUND = re.compile(" (?:FROM|AND|OR) ")
_EXISTS = re.compile(r"((?:OR |AND )?)\((EXISTS \(.*\))\)")
_SIGNS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[()]|[^'\"()]+")
_CLAUSES = r" (?:FROM|WHERE|ORDER BY|OFFSET|LIMIT) "
_PARTS = (" OR ", " AND ")
_OPENS = re.compile(r"\bBEGIN$|^BEGIN\b|\b(THEN|ELSE|LOOP)$")
_CLOSES = re.compile(r"^(END\b|ELSE\b|ELSIF\b|\))")


def lay_out(expression: str, indent: str = "") -> str:
    """Break an expression at its ORs, then its ANDs, then its brackets, until it fits."""
    text = _NAMELESS.sub(")", " ".join(expression.split())).replace("( SELECT", "(SELECT")
    return "\n".join(_lines(_TWICE.sub(r"(\1)", text), indent))


def _lines(text: str, indent: str) -> Iterator[str]:
    if len(indent) + len(text) <= _WIDTH:
        yield indent + text
        return
    if (found := _EXISTS.fullmatch(text)) and len(list(_brackets(text))) == 1:
        yield from _lines(found[1] + found[2], indent)
        return
    for parts in (_CLAUSES, *_PARTS) if text.startswith("SELECT ") else _PARTS:
        pieces = _split(text, parts)
        if len(pieces) > 1:
            for piece in pieces:
                yield from _lines(piece, indent)
            return
    if "current_setting(" in text and not _COMPOUND.search(text):
        yield indent + text  # the caller's identity, the same in most policies
    else:
        yield from _bracket(text, indent)


def _bracket(text: str, indent: str) -> Iterator[str]:
    """Lay out the content of the longest brackets of a text, indented."""
    begin, end = max(_brackets(text), key=lambda ends: ends[1] - ends[0], default=(0, 0))
    if end - begin < 2:
        whole = "'" in text or '"' in text
        width = len(text) if whole else _WIDTH - len(indent)
        yield from (indent + line for line in textwrap.wrap(text, width, break_on_hyphens=False))
        return
    yield indent + text[: begin + 1]
    yield from _lines(text[begin + 1 : end].strip(), indent + _INDENT)
    yield indent + text[end:]


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each outermost bracket begins and ends."""
    depth, begin = 0, 0
    for sign in _SIGNS.finditer(text):
        if sign[0] == "(":
            begin = sign.start() if depth == 0 else begin
            depth += 1
        elif sign[0] == ")":
            depth -= 1
            if depth == 0:
                yield begin, sign.start()


def _split(text: str, parts: str) -> list[str]:
    """Split before each word of ``parts`` outside brackets and string literals."""
    masked = list(text)
    for begin, end in _brackets(text):
        masked[begin : end + 1] = "." * (end + 1 - begin)
    plain = re.sub(r"'[^']*'", lambda found: "." * len(found[0]), "".join(masked))
    cuts = [0, *(found.start() for found in re.finditer(parts, plain)), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(cuts)]


def indent_body(definition: str) -> str:
    """Indent the body of a function by its blocks and brackets, if these are balanced."""
    head, mark, rest = definition.partition("AS $function$")
    body, tail, _ = rest.rpartition("$function$")
    lines, depth = [], 0
    for line in (each.strip() for each in body.strip().splitlines()):
        outer = depth - bool(_CLOSES.match(line))
        lines.append(_INDENT * max(outer, 0) + line)
        code = re.sub(r"'[^']*'|--.*", "", line)
        blocks = len(_OPENS.findall(code.rstrip())) - bool(re.match(r"(END|ELSE|ELSIF)\b", code))
        depth += blocks + code.count("(") - code.count(")")
    if depth != 0:
        return definition.strip()
    return f"{head}{mark}\n" + "\n".join(lines) + f"\n{tail}"
