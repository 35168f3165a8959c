"""Rates are kept to the request, whoever else is counted, and in whatever state the table is."""

import random
from pathlib import Path

import pytest

from referral_api.http.arrival_table import (
    _PROBES,
    _SECOND,
    _SLOTS,
    ArrivalTable,
    Asked,
    Rate,
    make_table_file,
)

# Ten a second, of which twelve seconds' worth at once.
_RATE = Rate.of(600, 12)
_AT_ONCE = 120


class Clock:
    now = 5 * _SECOND

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(clock: Clock) -> ArrivalTable:
    return ArrivalTable(clock=clock)


def _served(table: ArrivalTable, tag: int, tries: int, rate: Rate = _RATE) -> int:
    return sum(table.take(Asked(tag, rate))[0] == 0 for _ in range(tries))


def test_a_burst_is_served_and_then_the_rate(table: ArrivalTable, clock: Clock) -> None:
    assert _served(table, 7, 1000) == _AT_ONCE
    clock.now += _SECOND
    assert _served(table, 7, 1000) == 10
    clock.now += 600 * _SECOND
    assert _served(table, 7, 1000) == _AT_ONCE


def test_whoever_keeps_to_the_rate_never_waits(table: ArrivalTable, clock: Clock) -> None:
    for _ in range(2000):
        assert table.take(Asked(7, _RATE)) == (0, 0)
        clock.now += _RATE.interval


def test_the_wait_is_as_long_as_it_takes_and_no_longer(table: ArrivalTable, clock: Clock) -> None:
    chosen = random.Random(7)
    waits = 0
    for _ in range(3000):
        wait, _ = table.take(Asked(7, _RATE))
        if wait:
            waits += 1
            clock.now += wait - 1
            assert table.take(Asked(7, _RATE)) == (1, 0)
            clock.now += 1
            assert table.take(Asked(7, _RATE)) == (0, 0)
        clock.now += chosen.randrange(2 * _RATE.interval // 3)
    assert waits > 100


def test_a_slow_rate_lets_one_request_through_at_once(table: ArrivalTable, clock: Clock) -> None:
    slow = Rate.of(1, 12)
    assert _served(table, 7, 10, slow) == 1
    clock.now += 60 * _SECOND
    assert _served(table, 7, 10, slow) == 1


def test_callers_do_not_wait_for_each_other(table: ArrivalTable) -> None:
    neighbours = [7, 8, 7 + _SLOTS, 7 + 2 * _SLOTS]
    for tag in neighbours:
        assert _served(table, tag, 200) == _AT_ONCE
    for tag in neighbours:
        assert _served(table, tag, 200) == 0


def test_a_request_that_waits_for_one_rate_is_not_counted_for_another(
    table: ArrivalTable,
) -> None:
    client = Rate.of(60, 12)
    for _ in range(12):
        assert table.take(Asked(7, _RATE), Asked(8, client)) == (0, 0)
    for _ in range(50):
        wait, slowest = table.take(Asked(7, _RATE), Asked(8, client))
        assert (wait > 0, slowest) == (True, 1)
    assert _served(table, 7, 1000) == _AT_ONCE - 12


def test_callers_for_whom_there_is_no_slot_are_let_through_and_counted(
    table: ArrivalTable, clock: Clock
) -> None:
    crowd = [7 + number * _SLOTS for number in range(_PROBES)]
    for tag in crowd:
        assert table.take(Asked(tag, _RATE)) == (0, 0)
    assert table.crowded == 0
    one_more = 7 + _PROBES * _SLOTS
    assert _served(table, one_more, 500) == 500
    assert table.crowded == 500
    assert _served(table, crowd[0], 500) == _AT_ONCE - 1
    clock.now += _RATE.interval
    assert _served(table, one_more, 500) == _AT_ONCE  # the slots are free again


def test_a_slot_is_given_to_another_only_when_its_time_is_past(
    table: ArrivalTable, clock: Clock
) -> None:
    assert _served(table, 7, 1000) == _AT_ONCE
    clock.now += 12 * _SECOND - 1
    assert table.take(Asked(7 + _SLOTS, _RATE)) == (0, 0)
    assert _served(table, 7, 1000) == _AT_ONCE - 1
    assert table.crowded == 0


def test_a_table_of_another_time_locks_nobody_out(clock: Clock) -> None:
    """As after a start of the machine, when its clock begins anew."""
    table = ArrivalTable(clock=clock)
    for slot in range(_SLOTS):
        table._tags[slot], table._arrivals[slot] = slot, clock.now + 10**15 + slot
    for tag in (7, 7 + _SLOTS, 2**64 - 1):
        assert _served(table, tag, 1000) == _AT_ONCE, tag
    assert table.crowded == 0


def test_processes_with_the_same_file_share_what_they_count(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "data" / "limits"
    make_table_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_blocks * 512 >= path.stat().st_size
    first, second = (ArrivalTable(path, clock) for _ in range(2))
    assert _served(first, 7, 60) + _served(second, 7, 1000) == _AT_ONCE
    assert _served(first, 7, 10) == 0
    make_table_file(path)  # as the next start does
    assert _served(ArrivalTable(path, clock), 7, 1000) == _AT_ONCE
    assert _served(second, 7, 10) == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["limits"]


def test_workers_that_find_no_file_make_one(tmp_path: Path, clock: Clock) -> None:
    assert _served(ArrivalTable(tmp_path / "limits", clock), 7, 200) == _AT_ONCE
    assert _served(ArrivalTable(tmp_path / "limits", clock), 7, 200) == 0
