"""Counting leaves most moments to requests, while they are at work."""

import pytest

from referral_api.database.rest import Lap


class _Requests:
    def __init__(self) -> None:
        self.leases = 0


@pytest.mark.parametrize(
    ("worked", "leases", "rested"),
    [(2.0, 1000, 3.0), (2.0, 20, 0.0), (2.0, 0, 0.0), (0.02, 1, 0.03), (60.0, 10_000, 7.5)],
)
def test_it_rests_in_proportion_to_its_work_while_requests_are_at_work(
    monkeypatch: pytest.MonkeyPatch, worked: float, leases: int, rested: float
) -> None:
    now = [100.0]
    monkeypatch.setattr("referral_api.database.rest.time.perf_counter", lambda: now[0])
    requests = _Requests()
    lap = Lap(requests)
    now[0] += worked
    requests.leases += leases
    assert lap.end() == pytest.approx(rested)
    now[0] += rested
    lap.begin()
    assert lap.end() == 0.0
