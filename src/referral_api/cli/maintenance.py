"""``maintain``, or ``deadlines`` as before: the service's regular work, by a timer or in a loop."""

import asyncio
import signal
import sys
from collections import Counter
from typing import Annotated

import typer

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, load_settings, unreachable
from referral_api.cli.language import say
from referral_api.database.database import Database
from referral_api.errors import Unavailable
from referral_api.maintenance.loop import maintain_until_stopped
from referral_api.maintenance.round import Round, maintenance_database
from referral_api.maintenance.round import maintain as do_round
from referral_api.observability.logs import configure_logs
from referral_api.settings import Settings


def maintain(
    *,
    loop: Annotated[
        bool,
        typer.Option("--loop", help="Go on until SIGTERM, with a round each MAINTENANCE_INTERVAL."),
    ] = False,
) -> None:
    """Write down due expiries and alerts; forget keys and outgoing events past their time."""
    settings = load_settings()
    configure_logs(settings.log_level)
    if settings.database_url is not None:
        _run(settings.database_url.get_secret_value(), settings, loop=loop)
        return
    # Exit normally, so that PostgreSQL is stopped; the loop has a handler of its own later.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with embedded.start(settings.referral_data_dir) as server:
        _run(server.url("referral_app"), settings, loop=loop)


def deadlines() -> None:
    """Do the same as `maintain`, once: its former name."""
    maintain()


def _run(url: str, settings: Settings, *, loop: bool) -> None:
    if loop:
        asyncio.run(_loop(url, settings))
        return
    try:
        done = asyncio.run(_once(url, settings))
    except Unavailable as error:
        raise unreachable(error.__cause__) from None
    typer.echo(say("Published: {number}.", number=done.published))
    typer.echo(
        say(
            "Deleted: {keys} Idempotency-Keys, {events} outgoing events.",
            keys=done.deleted.get("idempotency_record", 0),
            events=done.deleted.get("outgoing_event", 0),
        )
    )
    if done.failures:
        raise CommandFailure(
            "Not done, all others were: {failed}.", failed="; ".join(done.failures)
        )


async def _loop(url: str, settings: Settings) -> None:
    database = maintenance_database(url)
    try:
        await maintain_until_stopped(database, settings)
    finally:
        await database.close()


async def _once(url: str, settings: Settings) -> Round:
    """Do rounds until one leaves nothing; the failures are those of the last."""
    database = maintenance_database(url)
    try:
        return await _rounds(database, settings)
    finally:
        await database.close()


async def _rounds(database: Database, settings: Settings) -> Round:
    published, deleted = 0, Counter[str]()
    while True:
        done = await do_round(database, settings)
        published += done.published
        deleted.update(done.deleted)
        if not done.unfinished:
            done.published, done.deleted = published, dict(deleted)
            return done
