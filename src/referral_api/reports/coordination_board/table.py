"""The board as CSV (RFC 4180): a line for each cell, with the figure and the query that it is of.

The codes are those of the lists; of a receiver the name stands beside the id. A name that a
spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator

from referral_api.domain.figures.answers.schemas import Cell
from referral_api.domain.figures.board.schemas import BoardFigureRead, BoardRead
from referral_api.domain.figures.definitions.definition import MOST_CROSSED
from referral_api.reports.csv_cells import FORMULA

_DIVIDED = tuple(
    f"{kind}_{place}" for place in range(1, MOST_CROSSED + 1) for kind in ("dimension", "code")
)
COLUMNS = (
    "figure", "name_fr", "name_en", "unit", "measure", *_DIVIDED, "receiver_name", "value", "base",
    "scope", "regions", "from", "to", "cut_taken_at", "cut_id", "query_id",
)  # fmt: skip


def write(board: BoardRead) -> bytes:
    """Write each figure: first its total, with no dimension, and then its cells."""
    target = io.StringIO(newline="")
    lines = csv.writer(target, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for figure in board.figures:
        for cell in (figure.total, *figure.cells):
            lines.writerow(_line(board, figure, cell))
    return target.getvalue().encode()


def _line(board: BoardRead, figure: BoardFigureRead, cell: Cell) -> Iterator[object]:
    yield from (figure.code, figure.name_fr, figure.name_en, figure.unit, figure.measure)
    divided = [part for pair in cell.by.items() for part in pair]
    yield from divided
    yield from [""] * (len(_DIVIDED) - len(divided))
    name = board.organisations.get(cell.by.get("receiver", ""), "")
    yield f"'{name}" if name.startswith(FORMULA) else name
    yield from ("" if cell.value is None else cell.value, cell.base)
    yield from (board.scope, " ".join(board.regions), board.since, board.before)
    yield from (board.cut_taken_at.isoformat(), board.cut_id, figure.query_id)
