"""Horizontal bars from the longest to the shortest; those without a value are left to the note."""

from referral_api.reports import numerals
from referral_api.reports.plot_data import HorizontalBars
from referral_api.reports.plots import style
from referral_api.reports.plots.words import bars_of


def draw(plot: HorizontalBars, *, language: str, kind: str) -> bytes:
    bars = [bar for bar in bars_of(plot) if bar.figure.value is not None]
    lengths = [float(bar.figure.value or 0) for bar in bars]
    longest = max(lengths, default=0) or 1
    places = range(len(bars))
    with style.drawing(0.6 + 0.3 * max(len(bars), 1)) as (canvas, axes):
        axes.barh(places, lengths, 0.62, color=style.FILL, edgecolor=style.INK, linewidth=0.5)
        for place, length, bar in zip(places, lengths, bars, strict=True):
            axes.text(length + longest * 0.012, place,
                      numerals.figure(bar.figure, language=language), va="center")  # fmt: skip
        axes.set_yticks(places, [style.label(bar.label, letters=38) for bar in bars])
        axes.set_ylim(max(len(bars), 1) - 0.5, -0.5)
        axes.set_xlim(0, longest * 1.12)
        axes.set_xticks([])
        style.bare(axes, "left")
        return style.written(canvas, kind)
