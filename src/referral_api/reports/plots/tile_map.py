"""A map of equal squares: what is hidden is hatched, and no border is claimed."""

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from referral_api.reports import numerals
from referral_api.reports.figures import Figure
from referral_api.reports.labels import WORDS
from referral_api.reports.plot_data import Bar, TileMap
from referral_api.reports.plots import style

_SIDE = 0.94
_LETTERS = 11


def draw(plot: TileMap, *, language: str, kind: str) -> bytes:
    columns = max((tile.column for tile in plot.tiles), default=0) + 1
    rows = max((tile.row for tile in plot.tiles), default=0) + 1
    with style.drawing(style.WIDTH * rows / columns * 0.82 + 0.4) as (canvas, axes):
        for tile in plot.tiles:
            _square(axes, tile.column, tile.row, Bar(tile.label, tile.figure), plot, language)
        if plot.elsewhere:
            _square(axes, columns - 1, rows - 1, plot.elsewhere, plot, language, line="--")
        axes.set_xlim(-0.1, columns)
        axes.set_ylim(rows, -0.1)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
        style.bare(axes)
        canvas.legend(handles=_keys(plot, language), loc="outside lower center", ncols=3,
                      frameon=False)  # fmt: skip
        return style.written(canvas, kind)


def _square(
    axes: Axes, column: int, row: int, bar: Bar, plot: TileMap, language: str, line: str = "-"
) -> None:
    hidden = bar.figure.mark == "s"
    fill = _fill(bar.figure, plot.classes)
    axes.add_patch(
        Rectangle((column, row), _SIDE, _SIDE, facecolor=fill, edgecolor=style.INK, linewidth=0.6,
                  linestyle=line, hatch=style.HIDDEN if hidden else "")
    )  # fmt: skip
    behind = {"facecolor": fill, "edgecolor": "none", "pad": 0.8} if hidden else None
    axes.text(column + _SIDE / 2, row + 0.3, style.label(bar.label, letters=_LETTERS), ha="center",
              va="center", fontsize=6.5, color=style.on(fill), bbox=behind)  # fmt: skip
    axes.text(column + _SIDE / 2, row + 0.7, numerals.figure(bar.figure, language=language),
              ha="center", va="center", fontweight="bold", color=style.on(fill),
              bbox=behind)  # fmt: skip


def _fill(figure: Figure, classes: tuple[int, ...]) -> str:
    value = figure.value
    reached = [end for end in classes if value is not None and value >= end]
    return _shade(len(reached) - 1, len(classes)) if reached else style.PAPER


def _shade(position: int, classes: int) -> str:
    """Spread the classes over the shades: the first is the lightest, the last the darkest."""
    if classes == 1:
        return style.SHADES[2]
    return style.SHADES[round(position * (len(style.SHADES) - 1) / (classes - 1))]


def _keys(plot: TileMap, language: str) -> list[Patch]:
    words = WORDS[language]
    keys = []
    for position, start in enumerate(plot.classes):
        following = plot.classes[position + 1 : position + 2]
        ends = [
            numerals.number(end, language=language) for end in (start, *(n - 1 for n in following))
        ]
        name = words["between" if following else "from"].format(*ends)
        keys.append(
            Patch(facecolor=_shade(position, len(plot.classes)), edgecolor=style.INK, label=name)
        )
    figures = [tile.figure for tile in plot.tiles]
    figures += [plot.elsewhere.figure] if plot.elsewhere else []
    if any(figure.mark == "s" for figure in figures):
        keys.append(
            Patch(facecolor=style.PAPER, edgecolor=style.INK, hatch=style.HIDDEN,
                  label=words["hidden"])
        )  # fmt: skip
    return keys
