"""``token``: an access token for trials, with the embedded default only."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import psycopg
import typer

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, database_failures, key_failures, load_settings
from referral_api.cli.keys import made_by_run
from referral_api.security import issue_access_token, load_or_create_signing_key

_FIND = "SELECT id FROM agent WHERE active AND (name = %(wanted)s OR id::text = %(wanted)s)"
_LIST = "SELECT name FROM agent WHERE active ORDER BY name LIMIT 40"


def token(
    wanted: Annotated[str, typer.Option("--as", help="An agent's name or id.")],
    lifetime: Annotated[
        int | None, typer.Option(help="Seconds; at most 900, or TOKEN_LIFETIME.")
    ] = None,
) -> None:
    """Print an access token for a demo agent. Only with the embedded PostgreSQL that `run` made."""
    settings = load_settings()
    if not settings.embedded:
        raise CommandFailure(
            "DATABASE_URL is set, and `token` exists for the embedded default only: partner "
            "systems get their tokens at POST /oauth2/token."
        )
    if not made_by_run(settings):
        raise CommandFailure(
            "The keys in {folder} were not made by `run`: no token is signed with them.",
            folder=settings.keys,
        )
    lives = settings.token_lifetime if lifetime is None else timedelta(seconds=lifetime)
    with embedded.start(settings.referral_data_dir) as server, database_failures():
        agents = psycopg.connect(server.url("referral_owner"))
        with agents:
            found = agents.execute(_FIND, {"wanted": wanted}).fetchall()
            names = [row[0] for row in agents.execute(_LIST)] if not found else []
    if not found:
        raise CommandFailure(
            "No active agent has this name or id. There are: {names}.", names=", ".join(names)
        )
    if len(found) > 1:
        raise CommandFailure("Several agents have this name: give the id.")
    with key_failures():
        typer.echo(
            issue_access_token(
                load_or_create_signing_key(settings.keys / "token.pem"),
                issuer=settings.public_url, audience=settings.public_url, subject=found[0][0],
                client_id=None, lifetime=lives, now=datetime.now(UTC),
            )
        )  # fmt: skip
