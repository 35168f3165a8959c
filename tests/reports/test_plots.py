"""Plots are told in words, differ in grey, and read no text as markup."""

from itertools import combinations, pairwise

import pytest

from referral_api.reports import fonts
from referral_api.reports.figures import Figure
from referral_api.reports.labels import WORDS
from referral_api.reports.plot_data import Bar, Caption, HorizontalBars, Plot
from referral_api.reports.plots import style
from referral_api.reports.plots.drawing import draw
from referral_api.reports.plots.words import alternative, data_table
from referral_api.reports.territories import TILES
from tests.support.committee_report import forms, stacked, steps, tiles

PLOTS = [stacked(), forms(), tiles(), steps()]


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.kind)
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_plot_has_the_same_bytes_each_time(plot: Plot, kind: str) -> None:
    first, second = (draw(plot, language="fr", kind=kind) for _ in range(2))  # type: ignore[arg-type]
    assert first == second
    assert b"matplotlib" not in first.lower().replace(b"matplotlib.axis", b"")
    assert b"dc:date" not in first


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.kind)
def test_the_alternative_text_says_every_figure_of_the_data_table(plot: Plot) -> None:
    said = alternative(plot, language="fr")
    table = data_table(plot, language="fr")
    for row in table.rows:
        assert str(row.cells[0]) in said
    for figure in table.figures():
        if figure.value is not None:
            assert f"{figure.value:,}".replace(",", "\u202f") in said
    assert ("couvert par le secret statistique" in said) == (
        "s" in {f.mark for f in table.figures()}
    )


def test_bars_go_from_the_longest_to_the_shortest_and_the_hidden_one_comes_last() -> None:
    rows = data_table(forms(), language="fr").rows
    assert [row.cells[0] for row in rows] == [
        "Exploitation sexuelle", "Mendicité organisée", "Orpaillage", "Travail domestique",
        "Mariage forcé", "Organes",
    ]  # fmt: skip


def test_fills_stay_apart_in_grey() -> None:
    plain = [style.lightness(fill) for fill, hatch in style.GROUPS.values() if not hatch]
    assert min(abs(one - other) for one, other in combinations(plain, 2)) > 8
    shades = [style.lightness(shade) for shade in style.SHADES]
    assert all(before - after > 8 for before, after in pairwise(shades))


def test_every_group_has_a_fill_and_a_name() -> None:
    assert set(style.GROUPS) <= set(WORDS["fr"])
    assert len(set(style.GROUPS.values())) == len(style.GROUPS)


def test_twenty_territories_have_a_place_of_their_own() -> None:
    assert len(TILES) == len(set(TILES.values())) == 20


def test_a_map_hatches_what_is_hidden_and_only_that() -> None:
    shown = draw(tiles(), language="fr", kind="svg")
    hidden = sum(tile.figure.mark == "s" for tile in tiles().tiles)
    assert hidden == 7
    assert shown.count(b"fill: url(#") == hidden + 1  # and the key


def test_a_label_is_no_formula_and_its_missing_letters_are_replaced() -> None:
    bars = (Bar("$x^2$ \\frac العربية", Figure(3)),)
    assert draw(HorizontalBars(Caption(1, "", ""), bars), language="fr", kind="svg")
    assert style.label(bars[0].label) == f"$x^2$ \\frac {fonts.REPLACEMENT * 7}"


def test_the_font_prints_french_and_the_letters_of_the_languages_of_mali() -> None:
    letters = "ÀÂÇÉÈÊËÎÏÔŒÙÛàâçéèêëîïôœùûÿ«»’–…\u00a0\u202f€ɛɔɲŋƐƆƝŊɓɗɠƴ"
    assert [letter for letter in letters if ord(letter) not in fonts.printable()] == []
