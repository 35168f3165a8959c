"""``python -m tests.mutants``: plants every fault of the catalogue, and fails if one survives."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Annotated

import typer

from tests.mutants.catalogue import find_mutants
from tests.mutants.mutant import Mutant, MutantAdrift
from tests.mutants.runner import Run, is_copy_imported, run_control, run_mutant

_AT_ONCE = 2
_CONTROL = "control: nothing is wrong"
_LAST_LINES = 25


def main(
    only: Annotated[str, typer.Option(help="Only the mutants with these words in them.")] = "",
) -> None:
    """Plant each seeded fault in a copy of the code; one of its tests must fail of it."""
    mutants = find_mutants(only)
    if not mutants:
        raise typer.BadParameter(f"No mutant says {only!r}.")
    try:
        for mutant in mutants.values():
            mutant.check_stands()
    except MutantAdrift as adrift:
        typer.echo(f"The mutant must follow the code. {adrift}", err=True)
        raise typer.Exit(1) from None
    if not is_copy_imported():
        typer.echo("The tests do not import the copy: no fault would be noticed.", err=True)
        raise typer.Exit(1)
    if not _run_all(mutants):
        raise typer.Exit(1)


def _run_all(mutants: dict[str, Mutant]) -> bool:
    """Run the control and every mutant, two at a time; say whether all went as it must."""
    tests = list(dict.fromkeys(test for mutant in mutants.values() for test in mutant.tests))
    width = max(map(len, (*mutants, _CONTROL)))
    caught, passed = 0, False
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        runs: dict[Future[Run], str] = {pool.submit(run_control, tests): _CONTROL}
        runs |= {pool.submit(run_mutant, mutant): name for name, mutant in mutants.items()}
        typer.echo(f"{'mutant':{width}}  seconds  caught by")
        for done in as_completed(runs):
            name, run = runs[done], done.result()
            if name == _CONTROL:
                passed = run.code == 0
                verdict = "nothing: all pass" if passed else "FAILS WITHOUT A FAULT"
            else:
                caught += run.caught
                verdict = _verdict(run)
            typer.echo(f"{name:{width}}  {run.seconds:7.1f}  {verdict}")
            if not (passed if name == _CONTROL else run.caught):
                typer.echo("\n".join(run.output.splitlines()[-_LAST_LINES:]), err=True)
            sys.stdout.flush()
    survived = len(mutants) - caught
    typer.echo(f"{len(mutants)} mutants, {caught} caught, {survived} survived")
    return passed and not survived


def _verdict(run: Run) -> str:
    if run.caught:
        return str(run.failed)
    return "NOTHING: it survived" if run.code == 0 else f"NO TEST: pytest ended with {run.code}"


typer.run(main)
