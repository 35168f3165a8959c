"""Stacked bars: one for each year and definition, with a gap where the definition changes."""

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from referral_api.reports import numerals
from referral_api.reports.labels import WORDS
from referral_api.reports.plot_data import StackedBar, StackedBars
from referral_api.reports.plots import style

_GAP = 0.7
_THICKNESS = 0.62


def draw(plot: StackedBars, *, language: str, kind: str) -> bytes:
    places = _places(plot.bars)
    with style.drawing(3.6) as (canvas, axes):
        highest = max((float(bar.total.value or 0) for bar in plot.bars), default=0) or 1
        for place, bar in zip(places, plot.bars, strict=True):
            _stack(axes, place, bar, highest, language)
        for before, after in pairwise(places):
            if after - before > 1:
                middle = (before + after) / 2
                axes.axvline(middle, color=style.INK, linewidth=0.7, linestyle=(0, (4, 3)))
                axes.text(middle, highest * 1.12, "(b)", ha="center", va="top",
                          backgroundcolor=style.PAPER)  # fmt: skip
        names = [style.label(f"{bar.label} {bar.definition}", letters=15) for bar in plot.bars]
        axes.set_xticks(places, names)
        axes.set_ylim(0, highest * 1.14)
        axes.yaxis.set_major_formatter(
            FuncFormatter(lambda value, _: numerals.number(int(value), language=language))
        )
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.grid(axis="y", color="#cccccc", linewidth=0.4)
        axes.set_axisbelow(True)
        style.bare(axes, "bottom")
        canvas.legend(handles=_keys(plot, language), loc="outside lower center", ncols=3,
                      frameon=False)  # fmt: skip
        return style.written(canvas, kind)


def _places(bars: tuple[StackedBar, ...]) -> list[float]:
    places: list[float] = []
    for position, bar in enumerate(bars):
        step = 1 + (_GAP if position and bar.definition != bars[position - 1].definition else 0)
        places.append(places[-1] + step if places else 0)
    return places


def _stack(axes: Axes, place: float, bar: StackedBar, highest: float, language: str) -> None:
    reached = 0.0
    for part in bar.parts:
        length = float(part.figure.value or 0)
        fill, hatch = style.GROUPS[part.group]
        axes.bar(place, length, _THICKNESS, bottom=reached, color=fill, hatch=hatch,
                 edgecolor=style.INK, linewidth=0.5)  # fmt: skip
        if length > highest * 0.055:
            axes.text(place, reached + length / 2,
                      numerals.figure(part.figure, language=language), ha="center", va="center",
                      color=style.on(fill), fontsize=7,
                      bbox={"facecolor": fill, "edgecolor": "none", "pad": 0.8} if hatch else None,
                      )  # fmt: skip
        reached += length
    axes.text(place, max(reached, float(bar.total.value or 0)) + highest * 0.012,
              numerals.figure(bar.total, language=language), ha="center", va="bottom",
              fontweight="bold")  # fmt: skip


def _keys(plot: StackedBars, language: str) -> list[Patch]:
    shown = {part.group for bar in plot.bars for part in bar.parts}
    return [
        Patch(facecolor=fill, hatch=hatch, edgecolor=style.INK, linewidth=0.5,
              label=WORDS[language][group])
        for group, (fill, hatch) in style.GROUPS.items()
        if group in shown
    ]  # fmt: skip
