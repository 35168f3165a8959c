"""``doctor``: one page on the state of this installation, and an exit code for a timer."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import typer
from psycopg.rows import dict_row

from referral_api import embedded
from referral_api.cli.database_examination import examine_database, examine_role_and_schema
from referral_api.cli.failures import CommandFailure, load_settings, unreachable
from referral_api.cli.findings import Finding, Mark, amiss, failure, show, weigh
from referral_api.cli.host_examination import examine_host
from referral_api.cli.inspection import LINES, PATIENCE, describe
from referral_api.cli.language import say
from referral_api.errors import Unavailable
from referral_api.maintenance.backlog import COUNTED, Backlog, Lag, count_backlog, read_lag
from referral_api.maintenance.round import maintenance_database
from referral_api.settings import Settings

# So many intervals of maintenance may pass before something has waited too long.
_INTERVALS = 3
_PURGED_WITHIN = timedelta(days=1)
_LONGEST_STATEMENT = "SET statement_timeout = '20s'; SET lock_timeout = '2s'"


def doctor() -> None:
    """Examine this installation: one page, marked ok, !! or --; exit 1 if something is amiss."""
    settings = load_settings()
    if settings.database_url is not None:
        _report(settings, settings.database_url.get_secret_value())
        return
    if not (settings.referral_data_dir / "postgres").exists():
        raise CommandFailure(
            "There is no installation in {folder}.", folder=settings.referral_data_dir
        )
    with embedded.start(settings.referral_data_dir) as server:
        _report(settings, server.url("referral_app"))


def _report(settings: Settings, url: str) -> None:
    facts = describe(settings, url, settings.port)
    for line in LINES:
        if "schema" not in line:
            typer.echo(say(line, **facts))
    wrong = 0
    for finding in examine(settings, url):
        typer.echo(finding.tell())
        wrong += finding.mark == Mark.AMISS
    if wrong:
        raise CommandFailure("To be mended: {number}, marked !!.", number=wrong)
    typer.echo(say("All is well."))


def examine(settings: Settings, url: str) -> Iterator[Finding]:
    """Examine the database, what maintenance has left, and this host."""
    try:
        with psycopg.connect(
            url, connect_timeout=PATIENCE, row_factory=dict_row, autocommit=True,
            application_name="referral-api doctor",
        ) as database:  # fmt: skip
            database.execute(_LONGEST_STATEMENT)
            found, is_ours = examine_role_and_schema(database, settings)
            yield from found
            if is_ours:
                yield from examine_database(database, settings)
                yield from asyncio.run(_examine_maintenance(settings, url))
    except psycopg.OperationalError as error:
        yield failure(unreachable(error))
    except Unavailable as error:
        yield failure(unreachable(error.__cause__))
    except psycopg.errors.InsufficientPrivilege:
        yield amiss("The role of DATABASE_URL may not read the database.")
    except psycopg.ProgrammingError:
        raise CommandFailure("DATABASE_URL is not an address of a database.") from None
    yield from examine_host(settings)


async def _examine_maintenance(settings: Settings, url: str) -> list[Finding]:
    database = maintenance_database(url)
    try:
        lag = await read_lag(database, settings)
        counted = await count_backlog(database, settings)
    finally:
        await database.close()
    return [*_weigh_rounds(settings, lag), *_weigh_backlog(settings, lag, counted)]


def _weigh_rounds(settings: Settings, lag: Lag) -> Iterator[Finding]:
    if lag.ended_at is None:
        yield amiss(
            "No round of maintenance has ended yet: set up a timer, or run `maintain --loop`."
        )
        return
    ago = lag.now - lag.ended_at
    yield weigh(
        "The last round of maintenance ended {ago} ago.",
        good=ago <= _INTERVALS * settings.maintenance_interval, ago=show(ago),
    )  # fmt: skip
    if lag.failed:
        yield amiss(
            "That round left {number} undone: run `maintain`, which names them.", number=lag.failed
        )


def _weigh_backlog(settings: Settings, lag: Lag, counted: Backlog) -> Iterator[Finding]:
    soon = _INTERVALS * settings.maintenance_interval
    yield weigh(
        "Limits that passed and are not written down: {number}; the oldest for {ago}.",
        good=lag.expiries <= soon, number=_up_to(counted.expiries), ago=show(lag.expiries),
    )  # fmt: skip
    yield weigh(
        "Idempotency-Keys past IDEMPOTENCY_RETENTION: {number}; the oldest for {ago}.",
        good=lag.keys <= _PURGED_WITHIN, number=_up_to(counted.keys), ago=show(lag.keys),
    )  # fmt: skip
    yield weigh(
        "Outgoing events past OUTGOING_EVENT_RETENTION: {number}; the oldest for {ago}.",
        good=lag.events <= _PURGED_WITHIN, number=_up_to(counted.events), ago=show(lag.events),
    )  # fmt: skip


def _up_to(number: int) -> str:
    return f"≥ {number}" if number >= COUNTED else str(number)
