"""A few seconds of the fault run, by a fixed seed; `make faults` is the whole of it."""

from faults.run import run


async def test_nothing_acknowledged_is_lost_or_done_twice_when_connections_break() -> None:
    names = ["commit-cut", "kill"]
    results = await run(names, seed=20260101, scale=0.1, tell=lambda _: None)
    for result in results:
        assert result.acknowledged
        assert result.injected
        assert result.findings.clean, result.findings
        assert not result.strange
        assert not result.given_up


async def test_clients_without_keys_do_things_twice_so_the_check_can_fail() -> None:
    (result,) = await run(["control-no-keys"], seed=20260101, scale=0.15, tell=lambda _: None)
    assert result.findings.duplicated
