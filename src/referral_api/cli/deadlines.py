"""``deadlines``: persist due expiries and delete outdated rows; run by a timer."""

import asyncio

import typer

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, load_settings
from referral_api.cli.language import say
from referral_api.database.database import Database
from referral_api.domain.casework.alerts.lasting import follow_causes
from referral_api.domain.events.outgoing_events.operations import purge_outgoing_events
from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.records.one_by_one import ExpiriesFailed
from referral_api.http.idempotency import purge_keys
from referral_api.observability.logs import configure_logs
from referral_api.settings import Settings


async def _publish(url: str, settings: Settings) -> int:
    database = Database(url, size=1)
    try:
        async with database.transaction(NOBODY, "system") as transaction:
            await purge_keys(transaction, settings.idempotency_retention)
            await purge_outgoing_events(transaction, settings.outgoing_event_retention)
        try:
            published = await publish_overdue(database)
        finally:  # An expiry that failed holds up no alert.
            alerts = await follow_causes(database, settings.police_protection)
        return published + alerts
    finally:
        await database.close()


def deadlines() -> None:
    """Write down due expiries and alerts; forget keys and outgoing events past their time."""
    settings = load_settings()
    configure_logs(settings.log_level)
    try:
        if settings.database_url is not None:
            published = asyncio.run(_publish(settings.database_url.get_secret_value(), settings))
        else:
            with embedded.start(settings.referral_data_dir) as server:
                published = asyncio.run(_publish(server.url("referral_app"), settings))
    except ExpiriesFailed as failed:
        raise CommandFailure("Not published, all others were: {failed}.", failed=failed) from None
    typer.echo(say("Published: {number}.", number=published))
