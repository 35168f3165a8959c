"""How all plots look: one font, fills that differ in grey, and the same bytes each time."""

import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.typing import RcKeyType

from referral_api.reports import fonts
from referral_api.reports.plot_data import Group

WIDTH = 6.3  # inches: what a page leaves between its margins
_DOTS_PER_INCH = 200
INK = "#1a1a1a"
PAPER = "#ffffff"
FILL = "#2f6f9f"

# Fill and hatching of each group; the fills stay apart when they are printed in grey.
GROUPS: dict[Group, tuple[str, str]] = {
    "women": ("#123a5c", ""),
    "girls": ("#2f7fb0", ""),
    "women_and_girls": ("#7fb2d0", "///"),
    "men": ("#e0963c", ""),
    "boys": ("#f3d08c", ""),
    "not_determined": (PAPER, "..."),
    "rest": ("#ececec", ""),
}
SHADES = ("#d3e3ee", "#9cc3dc", "#5c9cc4", "#2c6c9c", "#123a5c")  # classes, from few to many
HIDDEN = "////"

_SETTINGS: dict[RcKeyType, Any] = {
    "axes.edgecolor": INK,
    "axes.linewidth": 0.6,
    "axes.unicode_minus": False,
    "font.family": fonts.FAMILY,
    "font.size": 8,
    "hatch.color": INK,
    "hatch.linewidth": 0.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "referral-api",
    "text.color": INK,
    "text.parse_math": False,
}


@contextmanager
def drawing(height: float) -> Iterator[tuple[Canvas, Axes]]:
    """Give a canvas of the page's width on which only our font and settings hold."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        font_manager.fontManager.ttflist = []
        for face in fonts.FACES:
            font_manager.fontManager.addfont(face)
        canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
        yield canvas, canvas.add_subplot()


def written(canvas: Canvas, kind: str) -> bytes:
    """Write a canvas as SVG or PNG, with no date and no name of a program."""
    target = io.BytesIO()
    if kind == "svg":
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas.savefig(target, format="svg", metadata=nothing)
    else:
        canvas.savefig(target, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    return target.getvalue()


def label(text: str, *, letters: int = 200) -> str:
    """Break a text into lines, without the characters that the font lacks."""
    return "\n".join(textwrap.wrap(fonts.substituted(text), letters)[:6])


def on(fill: str) -> str:
    """Return the colour of letters that are read on this fill."""
    return PAPER if lightness(fill) < 60 else INK


def lightness(fill: str) -> float:
    """Return how light a colour is to the eye, from 0 to 100: what is left of it in grey."""
    channels = [int(fill[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    luminance = sum(
        share * channel for share, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance)


def bare(axes: Axes, *keep: str) -> None:
    """Leave of the frame only the sides that carry something."""
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(side in keep)
    axes.tick_params(length=0)
