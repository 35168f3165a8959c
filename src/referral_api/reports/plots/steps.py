"""Steps of one year side by side; a missing step is an empty place that says so."""

from referral_api.reports import numerals
from referral_api.reports.plot_data import Steps
from referral_api.reports.plots import style


def draw(plot: Steps, *, language: str, kind: str) -> bytes:
    highest = max((float(step.figure.value or 0) for step in plot.steps), default=0) or 1
    with style.drawing(2.6) as (canvas, axes):
        for place, step in enumerate(plot.steps):
            missing = step.figure.value is None
            height = highest * 0.08 if missing else float(step.figure.value or 0)
            axes.bar(place, height, 0.9, color=style.PAPER if missing else style.FILL,
                     edgecolor=style.INK, linewidth=0.6,
                     linestyle=(0, (3, 3)) if missing else "-")  # fmt: skip
            axes.text(place, height + highest * 0.02,
                      numerals.figure(step.figure, language=language), ha="center", va="bottom",
                      fontweight="bold")  # fmt: skip
        names = [style.label(step.label, letters=15) for step in plot.steps]
        axes.set_xticks(range(len(names)), names)
        axes.set_yticks([])
        axes.set_ylim(0, highest * 1.12)
        style.bare(axes, "bottom")
        return style.written(canvas, kind)
