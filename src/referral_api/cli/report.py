"""``report``: the country's contribution as a file, without a server."""

import asyncio
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import psycopg
import typer

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, load_settings, unreachable
from referral_api.cli.inspection import look, tell_missing
from referral_api.cli.language import Spoken, say, spoken
from referral_api.database.database import Database, system_actor
from referral_api.database.session_profile import FIGURES
from referral_api.domain.codelists.programme import Population
from referral_api.domain.network.organisations.queries import find_coordinations
from referral_api.errors import MalformedInput, NotFound, ServiceError, Unavailable
from referral_api.permissions import Actor, Role
from referral_api.reports.contribution_report.asked import Asked
from referral_api.reports.contribution_report.letterhead import Letterhead
from referral_api.reports.contribution_report.making import Progress, make_report
from referral_api.reports.document import Document
from referral_api.reports.forms import Form
from referral_api.reports.typesetting import Typesetter
from referral_api.settings import Settings

_DAY = ["%Y-%m-%d"]
# What was counted in so many seconds is stored before more is counted.
_COUNTING = 1.0


def report(
    output: Annotated[Path, typer.Option(help="The file to write.")],
    *,
    request: Annotated[UUID | None, typer.Option(help="The request that it answers.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAY, help="Without a request: the first day."),
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option("--to", formats=_DAY, help="Without a request: the day after the last one."),
    ] = None,
    language: Annotated[
        Spoken | None, typer.Option(help="Of the report; otherwise that of the command.")
    ] = None,
    population: Annotated[
        Population | None, typer.Option(help="Show this population and the totals only.")
    ] = None,
    cut: Annotated[UUID | None, typer.Option(help="Count as of this cut.")] = None,
    earlier_cut: Annotated[
        UUID | None, typer.Option(help="Show what has changed since this cut.")
    ] = None,
    form: Annotated[Form, typer.Option(help="The form of the file.")] = Form.PDF,
) -> None:
    """Write the country's contribution to a file, as the coordination."""
    settings = load_settings()
    chosen = language or spoken()
    asked = Asked(
        request, since and since.date(), before and before.date(), population,
        "en" if chosen is Spoken.ENGLISH else "fr", cut, earlier_cut,
    )  # fmt: skip
    if settings.database_url is not None:
        content = _make(settings.database_url.get_secret_value(), settings, asked, form)
    else:
        # Exit normally, so that PostgreSQL is stopped.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with embedded.start(settings.referral_data_dir) as server:
            content = _make(server.url("referral_app"), settings, asked, form)
    output.write_bytes(content)
    typer.echo(say("Written: {path}.", path=output))


def _make(url: str, settings: Settings, asked: Asked, form: Form) -> bytes:
    """Make the report; CommandFailure if the database is not fit, as `serve` would find."""
    try:
        _, missing = look(settings, url)
    except psycopg.OperationalError as error:
        raise unreachable(error) from None
    tell_missing(missing)
    if missing:
        raise CommandFailure("No report: {number} of these must be mended.", number=len(missing))
    try:
        return asyncio.run(_made(url, settings, asked, form))
    except Unavailable as error:
        raise unreachable(error.__cause__) from None
    except NotFound:
        raise CommandFailure("There is no such request, or no such cut.") from None
    except MalformedInput:
        raise CommandFailure(
            "Name a request, or else a first day (--from) and a later day (--to)."
        ) from None
    except ServiceError as refusal:
        raise CommandFailure("{why}", why=refusal.title) from None


async def _made(url: str, settings: Settings, asked: Asked, form: Form) -> bytes:
    database = Database(url, size=1, profile=FIGURES, replica_url=settings.figures_replica)
    try:
        document = await _count_and_write(database, settings, asked)
    finally:
        await database.close()
    return await Typesetter().make(document, form)


async def _count_and_write(database: Database, settings: Settings, asked: Asked) -> Document:
    """Count until all is counted; each round is stored, and the next one goes on from there."""
    letterhead = Letterhead.of(settings)
    actor = await _coordination(database)
    while True:
        async with database.transaction(actor, "flow") as transaction:
            made = await make_report(transaction, asked, letterhead, _COUNTING)
        if not isinstance(made, Progress):
            return made.document
        asked = asked.at(made.cut_id)
        typer.echo(say("Counted: {counted} of {of}.", counted=made.counted, of=made.of), err=True)


async def _coordination(database: Database) -> Actor:
    """Act as the coordination of the country: the figures are those of everybody."""
    async with database.transaction(system_actor()) as transaction:
        found = await find_coordinations(transaction)
    if len(found) != 1:
        raise CommandFailure(
            "A report needs one active organisation of type `coordination`; there are {number}.",
            number=len(found),
        )
    return Actor(found[0], "coordination", None, None, frozenset({Role.COORDINATOR}), "report")
