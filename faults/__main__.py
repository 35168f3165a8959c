"""``python -m faults``: injects the faults, prints what became of them, fails if a floor broke."""

import asyncio
import secrets
import signal
from pathlib import Path
from typing import Annotated

import typer

from faults.report import remark, table, verdict, write
from faults.run import run
from faults.scenario import Result
from faults.scenarios import SCENARIOS


def main(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help=f"All, unless named: {', '.join(SCENARIOS)}.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Replay the run of this seed.")] = None,
    rounds: Annotated[float, typer.Option(help="Multiplies how long each scenario lasts.")] = 1.0,
    output: Annotated[Path, typer.Option(help="Where the figures go.")] = Path(
        "var/faults/latest.json"
    ),
) -> None:
    """Inject faults into a service and a PostgreSQL of its own, under load."""
    names = scenarios or list(SCENARIOS)
    unknown = sorted(set(names) - set(SCENARIOS))
    if unknown:
        raise typer.BadParameter(f"There is no scenario named {', '.join(unknown)}.")
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    typer.echo(f"Seed {chosen}; replay with: make faults SEED={chosen} ROUNDS={rounds:g}")
    # SIGTERM ends the run normally, so that the servers and the service end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    results = asyncio.run(run(names, chosen, rounds, _print))
    write(results, output)
    typer.echo(f"\n{table(results)}\n\nSeed {chosen}. {remark(results)} Every figure: {output}")
    if any(result.broken_floors for result in results):
        raise typer.Exit(1)


def _print(result: Result) -> None:
    typer.echo(
        f"  {result.scenario}: {result.skipped or verdict(result)}"
        f" ({result.acknowledged} acknowledged; answers {result.answers})"
    )
    for name, figure in result.figures.items():
        shown = f"{figure:.2f}" if isinstance(figure, float) else figure
        typer.echo(f"    {name}: {shown}")
    for example in result.findings.examples:
        typer.echo(f"    {example}")


typer.run(main)
