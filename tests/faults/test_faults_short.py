"""A few seconds of the fault run, by a fixed seed; `make faults` is the whole of it."""

import pytest
from faults.run import run

pytestmark = pytest.mark.one_in(10)


async def test_nothing_acknowledged_is_lost_or_done_twice_when_connections_break() -> None:
    names = ["commit-cut", "kill"]
    results = await run(names, seed=20260101, scale=0.1, tell=lambda _: None)
    for result in results:
        assert result.acknowledged
        assert result.injected
        assert result.findings.clean, result.findings
        assert not result.strange
        assert not result.given_up


async def test_the_last_beds_go_to_as_many_as_there_are_and_the_others_are_told_what_is_near() -> (
    None
):
    (result,) = await run(["last-beds"], seed=20260101, scale=0.2, tell=lambda _: None)
    assert result.acknowledged == 4
    assert result.findings.clean, result.findings
    assert not result.strange
    assert not [floor for floor in result.broken_floors if "beds" in floor]


async def test_maintenance_clears_its_backlog_beside_load_though_a_run_of_it_is_killed() -> None:
    (result,) = await run(["maintenance-backlog"], seed=20260101, scale=0.1, tell=lambda _: None)
    assert result.acknowledged
    assert result.injected
    assert result.findings.clean, result.findings
    assert not result.strange
    # How fast the load goes on says little in so short a time.
    assert not [floor for floor in result.broken_floors if not floor.startswith("goodput")]


async def test_killed_workers_lose_no_event_tell_each_notice_once_and_register_nobody_twice() -> (
    None
):
    names = ["worker-killed", "import-killed"]
    flow, table = await run(names, seed=20260101, scale=0.02, tell=lambda _: None)
    assert flow.injected
    assert not flow.broken_floors
    # One of the 40 rows of the table is wrong.
    assert (table.injected, table.acknowledged) == (1, 39)
    assert not table.broken_floors


async def test_clients_without_keys_do_things_twice_so_the_check_can_fail() -> None:
    (result,) = await run(["control-no-keys"], seed=20260101, scale=0.15, tell=lambda _: None)
    assert result.findings.duplicated
