"""A plot in words: its alternative text and its data table, made from the same figures."""

from collections.abc import Iterable

from referral_api.reports import numerals
from referral_api.reports.figures import Figure, Row, Table
from referral_api.reports.labels import SIGNS, WORDS
from referral_api.reports.plot_data import Bar, HorizontalBars, Plot, StackedBars, TileMap


def alternative(plot: Plot, *, language: str) -> str:
    """Say what the plot shows, with every value."""
    table = data_table(plot, language=language)
    rows = "; ".join(_row_in_words(table, row, language=language) for row in table.rows)
    return f"{plot.caption.title.rstrip('.')}. {rows}."


def data_table(plot: Plot, *, language: str) -> Table:
    """Return the figures of a plot as the table that stands below it."""
    words = WORDS[language]
    if isinstance(plot, StackedBars):
        groups = list(dict.fromkeys(part.group for bar in plot.bars for part in bar.parts))
        heads = [words["year"], words["definition"], *map(words.__getitem__, groups)]
        heads.append(words["total"])
        rows = [
            Row(
                (
                    bar.label,
                    bar.definition,
                    *(
                        next((p.figure for p in bar.parts if p.group == group), Figure(mark="–"))
                        for group in groups
                    ),
                    bar.total,
                )
            )
            for bar in plot.bars
        ]
    else:
        heads = [words[_HEADS[plot.kind]], words["count"]]
        rows = [Row((bar.label, bar.figure)) for bar in bars_of(plot)]
    title = f"{words['data_of']} {plot.caption.number}"
    return Table(None, title, tuple(heads), tuple(rows), plot.caption.source)


_HEADS = {"horizontal_bars": "form", "tile_map": "territory", "steps": "step"}


def bars_of(plot: Plot) -> Iterable[Bar]:
    """List the labels and figures of a plot that has one figure for each label, as it is read."""
    if isinstance(plot, StackedBars):
        return [Bar(bar.label, bar.total) for bar in plot.bars]
    if isinstance(plot, HorizontalBars):
        return sorted(plot.bars, key=lambda bar: (-(bar.figure.value or 0), bar.label))
    if isinstance(plot, TileMap):
        tiles = [Bar(tile.label, tile.figure) for tile in plot.tiles]
        return [*tiles, plot.elsewhere] if plot.elsewhere else tiles
    return plot.steps


def _row_in_words(table: Table, row: Row, *, language: str) -> str:
    words = [cell for cell in row.cells if isinstance(cell, str)]
    figures = [
        (head, cell)
        for head, cell in zip(table.columns, row.cells, strict=True)
        if isinstance(cell, Figure) and cell.mark != "–"
    ]
    said = [_figure_in_words(figure, language=language) for _, figure in figures]
    if len(table.columns) == 2:
        return f"{words[0]} {', '.join(said)}"
    named = [f"{head} {figure}" for (head, _), figure in zip(figures, said, strict=True)]
    return f"{', '.join(words)}, {', '.join(named)}"


def _figure_in_words(figure: Figure, *, language: str) -> str:
    """Say a figure; its mark and flags in full, since an abbreviation is not read aloud well."""
    signs = SIGNS[language]
    if figure.mark:
        return signs[figure.mark]
    number = numerals.figure(
        Figure(figure.value, decimals=figure.decimals, percent=figure.percent), language=language
    )
    return " ".join([number, *(f"({signs[flag]})" for flag in figure.flags)])
