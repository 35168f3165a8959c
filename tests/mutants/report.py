"""Planting many faults, two at a time, and telling line by line what became of each."""

from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import typer

from tests.mutants import runner
from tests.mutants.mutant import Mutant
from tests.mutants.runner import Run

_AT_ONCE = 2
_CONTROL = "control: nothing is wrong"
_LAST_LINES = 25


def run_all(mutants: dict[str, Mutant]) -> bool:
    """Run every mutant, and the same tests without a fault; say whether all went as it must."""
    tests = list(dict.fromkeys(test for mutant in mutants.values() for test in mutant.tests))
    width = max(map(len, (*mutants, _CONTROL)))
    caught, passed = 0, False
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        runs: dict[Future[Run], str] = {pool.submit(runner.run_control, tests): _CONTROL}
        runs |= {pool.submit(runner.run_mutant, mutant): name for name, mutant in mutants.items()}
        typer.echo(f"{'mutant':{width}}  seconds  caught by")
        for done in as_completed(runs):
            name, run = runs[done], done.result()
            well = run.code == 0 if name == _CONTROL else run.caught
            verdict = _verdict_on_control(run) if name == _CONTROL else _verdict(run)
            typer.echo(f"{name:{width}}  {run.seconds:7.1f}  {verdict}")
            if not well:
                typer.echo("\n".join(run.output.splitlines()[-_LAST_LINES:]), err=True)
            passed |= well and name == _CONTROL
            caught += well and name != _CONTROL
    finally:
        pool.shutdown(cancel_futures=True)  # whoever interrupts does not wait for the rest
    survived = len(mutants) - caught
    typer.echo(f"{len(mutants)} mutants, {caught} caught, {survived} survived")
    return passed and not survived


def _verdict(run: Run) -> str:
    if run.caught:
        return str(run.failed)
    return "NOTHING: it survived" if run.code == 0 else f"NO TEST: pytest ended with {run.code}"


def _verdict_on_control(run: Run) -> str:
    return "nothing: all pass" if run.code == 0 else f"WITHOUT A FAULT, {run.failed} FAILS"
