"""The bench of duplicates finds what it should, on a small made-up register."""

import random

import pytest

from bench import duplicates
from bench.duplicate_costs import auc, beyond
from bench.duplicates import Found, Result, run
from bench.noisy_names import someone, written_again


def test_of_people_who_come_twice_most_are_among_the_three_that_are_told_of() -> None:
    result = run(people=3000, pairs=300, seed=7)
    assert result.by_kind["all"].pairs == 300
    assert result.recall() >= 0.95
    assert result.precision() >= 0.3
    assert {"accents", "order", "slip", "spelling", "year"} <= result.by_kind.keys()


def test_whoever_is_written_again_is_written_otherwise() -> None:
    dice = random.Random(7)
    for _ in range(2000):
        pair = written_again(dice, someone(dice))
        kept = ("sex", "family", "given", "born")
        first, again = ([getattr(one, name) for name in kept] for one in (pair.first, pair.again))
        assert first != again, pair.kinds


def test_too_few_found_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Result()
    result.by_kind["all"] = Found(pairs=100, blocked=99, told=94)
    monkeypatch.setattr(duplicates, "run", lambda *_: result)
    monkeypatch.setattr("sys.argv", ["bench.duplicates"])
    with pytest.raises(SystemExit, match=r"recall 0\.940 is below 0\.95"):
        duplicates.main()
    result.by_kind["all"].told = 95
    duplicates.main()
    assert "0.950" in capsys.readouterr().out


def test_a_check_that_costs_too_much_or_a_time_that_tells_fails_the_bench() -> None:
    assert beyond(2.0, 0.549) == []
    assert len(beyond(2.01, 0.55)) == 2


def test_a_time_that_tells_nothing_is_no_better_than_chance() -> None:
    assert auc([1.0, 2.0, 3.0], [1.5, 2.5, 3.5]) == 1 - 3 / 9
    assert auc([5.0, 6.0], [1.0, 2.0]) == 1.0
