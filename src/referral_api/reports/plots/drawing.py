"""Draws whichever of the four plots it is given, as SVG for PDF and as PNG for DOCX."""

from typing import Literal

from referral_api.reports.plot_data import HorizontalBars, Plot, StackedBars, Steps, TileMap
from referral_api.reports.plots import horizontal_bars, stacked_bars, steps, tile_map


def draw(plot: Plot, *, language: str, kind: Literal["svg", "png"]) -> bytes:
    """Return the picture of a plot."""
    match plot:
        case StackedBars():
            return stacked_bars.draw(plot, language=language, kind=kind)
        case HorizontalBars():
            return horizontal_bars.draw(plot, language=language, kind=kind)
        case TileMap():
            return tile_map.draw(plot, language=language, kind=kind)
        case Steps():
            return steps.draw(plot, language=language, kind=kind)
