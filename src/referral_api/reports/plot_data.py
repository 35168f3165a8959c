"""The four plots of a report, as data: what they show, not how they look."""

from dataclasses import dataclass
from typing import Literal

from referral_api.reports.figures import Figure
from referral_api.reports.plain_text import Text

Group = Literal["women", "girls", "women_and_girls", "men", "boys", "not_determined", "rest"]


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a plot."""

    number: int
    title: Text
    source: Text
    remarks: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar. Parts that are hidden or not known have a mark and no length."""

    group: Group
    figure: Figure


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A year under one definition. Where the definition changes, the plot leaves a gap."""

    label: Text
    definition: Text
    parts: tuple[Part, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class StackedBars:
    caption: Caption
    bars: tuple[StackedBar, ...]
    kind: Literal["stacked_bars"] = "stacked_bars"


@dataclass(frozen=True, slots=True)
class Bar:
    label: Text
    figure: Figure


@dataclass(frozen=True, slots=True)
class HorizontalBars:
    """Bars from the longest to the shortest. One without a value is named, not drawn."""

    caption: Caption
    bars: tuple[Bar, ...]
    kind: Literal["horizontal_bars"] = "horizontal_bars"


@dataclass(frozen=True, slots=True)
class Tile:
    """A territory: an equal square in a column and a row, so that no border is claimed."""

    label: Text
    column: int
    row: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class TileMap:
    """``classes`` are the lower ends of the classes of colour; ``elsewhere`` has no territory."""

    caption: Caption
    tiles: tuple[Tile, ...]
    classes: tuple[int, ...]
    elsewhere: Bar | None = None
    kind: Literal["tile_map"] = "tile_map"


@dataclass(frozen=True, slots=True)
class Steps:
    """Counts of one year's steps, which are no cohort: nothing is said from one to the next."""

    caption: Caption
    steps: tuple[Bar, ...]
    kind: Literal["steps"] = "steps"


Plot = StackedBars | HorizontalBars | TileMap | Steps
