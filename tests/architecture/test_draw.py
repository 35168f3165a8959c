"""A drawn tenth is a true part of the whole, the same for a seed, and never nothing."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.draw import Draw
from tests.support.run_options import LONG

SEEDS = st.integers(0, 2**32)
MATRIX = [(state, event, role) for state in "abcd" for event in "xyz" for role in range(12)]


def name(cell: tuple[str, str, int]) -> tuple[str, str, int]:
    return cell


@given(SEEDS)
def test_a_tenth_is_a_tenth_in_the_order_of_the_whole(seed: int) -> None:
    drawn = Draw(seed).of(MATRIX, name)
    assert len(drawn) == len(set(drawn)) == 15  # of 144, rounded up
    assert drawn == [cell for cell in MATRIX if cell in set(drawn)]


@given(SEEDS)
def test_a_seed_draws_the_same_whatever_the_order(seed: int) -> None:
    drawn = Draw(seed).of(MATRIX, name)
    assert drawn == Draw(seed).of(MATRIX, name)
    assert set(drawn) == set(Draw(seed).of(reversed(MATRIX), name))


def test_seeds_draw_differently_and_leave_nothing_out_for_ever() -> None:
    draws = [frozenset(Draw(seed).of(MATRIX, name)) for seed in range(100)]
    assert len(set(draws)) == 100
    assert frozenset().union(*draws) == frozenset(MATRIX)


@given(SEEDS)
def test_every_state_and_every_event_is_in_the_sample(seed: int) -> None:
    drawn = Draw(seed).of(MATRIX, name, lambda cell: cell[:2])
    assert {cell[:2] for cell in drawn} == {cell[:2] for cell in MATRIX}
    assert len(drawn) < len(MATRIX) / 5


@given(SEEDS, st.integers(1, 30))
def test_a_sample_of_something_is_not_empty(seed: int, size: int) -> None:
    assert Draw(seed).of(MATRIX[:size], name)
    assert Draw(seed).of([], name) == []


def test_all_is_all_in_order() -> None:
    assert Draw(7, one_in=1).of(MATRIX, name) == MATRIX


def test_every_file_that_comes_first_is_there() -> None:
    tests = Path(__file__).parents[1]
    assert [name for name in LONG if not (tests / f"{name}.py").exists()] == []
