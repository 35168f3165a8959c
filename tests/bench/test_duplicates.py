"""The bench of duplicates finds what it should, on a small made-up register."""

from bench.duplicate_costs import auc
from bench.duplicates import run


def test_of_people_who_come_twice_most_are_among_the_five_that_are_told_of() -> None:
    result = run(people=3000, pairs=300, seed=7)
    assert result.by_kind["all"].pairs == 300
    assert result.recall() >= 0.95
    assert result.precision() >= 0.3
    assert {"accents", "order", "slip", "spelling", "year"} <= result.by_kind.keys()


def test_a_time_that_tells_nothing_is_no_better_than_chance() -> None:
    assert auc([1.0, 2.0, 3.0], [1.5, 2.5, 3.5]) == 1 - 3 / 9
    assert auc([5.0, 6.0], [1.0, 2.0]) == 1.0
