"""``python -m tests.mutants``: plants every fault of the catalogue, and fails if one survives."""

from typing import Annotated

import typer

from tests.mutants.catalogue import find_mutants
from tests.mutants.mutant import MutantAdrift
from tests.mutants.report import run_all
from tests.mutants.runner import is_copy_imported


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
    if not run_all(mutants):
        raise typer.Exit(1)


typer.run(main)
