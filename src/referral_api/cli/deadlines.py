"""``deadlines``: publish what has become overdue; meant for a timer."""

import asyncio

import typer

from referral_api import embedded
from referral_api.cli.failures import load_settings
from referral_api.database import Database
from referral_api.domain.deadlines import publish_overdue
from referral_api.logs import configure_logs


async def _publish(url: str) -> int:
    database = Database(url, size=1)
    await database.open()
    try:
        return await publish_overdue(database)
    finally:
        await database.close()


def deadlines() -> None:
    """Publish the deadlines that have passed: reminders, escalations, expiries."""
    settings = load_settings()
    configure_logs(settings.log_level)
    if settings.database_url is not None:
        published = asyncio.run(_publish(settings.database_url.get_secret_value()))
    else:
        with embedded.start(settings.referral_data_dir) as server:
            published = asyncio.run(_publish(server.url("referral_app")))
    typer.echo(f"Published: {published}.")
