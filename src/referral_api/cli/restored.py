"""``restored``: what an operator runs once after a backup was restored, before `serve`."""

import psycopg
import typer

from referral_api.cli.failures import (
    CommandFailure,
    database_failures,
    key_failures,
    load_settings,
)
from referral_api.cli.language import say
from referral_api.cli.schema import owner_address
from referral_api.database import migrations
from referral_api.database.installation import Connection
from referral_api.database.restoring import begin_generation, last_recorded
from referral_api.database.wrapped_keys import wrapped_samples
from referral_api.security.vault import Vault, WrappedKey
from referral_api.settings import Settings

_DONE = (
    "The keys open what is stored. A new generation has begun: cursors of before are refused"
    " (`cursor-before-restore`). Outgoing events renumbered: {renumbered}."
)
_NEXT = """The last recorded act is of {last}. What was done after it is gone:
  1. Start `serve` where only you reach it. Switch off again the agents, systems and keys that were
switched off since, and repeat withdrawals of consent and erasures.
  2. Then start `serve` on every server, for everybody, and the timer of `maintain`.
  3. Tell the partner systems: they follow the events anew, without a cursor, and repeat what they
did since. A retry with its Idempotency-Key does nothing twice."""


def restored() -> None:
    """After a restore: check the keys, begin a new generation, and say what to do next."""
    settings = load_settings()
    with (
        owner_address(settings) as url, database_failures(),
        psycopg.connect(url) as connection,
    ):  # fmt: skip
        _check_schema(connection)
        _check_keys(connection, settings)
        last = last_recorded(connection)
        renumbered = begin_generation(connection)
        connection.commit()
        # A dump of PostgreSQL before 18 brings no statistics, and plans are made once.
        connection.execute("ANALYZE")
    typer.echo(say(_DONE, renumbered=renumbered))
    typer.echo(say(_NEXT, last=last.isoformat(timespec="seconds") if last else "–"))


def _check_schema(connection: Connection) -> None:
    """Fail unless the database has the schema of this version."""
    head, _ = migrations.read_revisions()
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        row = None
    if row is None or row[0] != head:
        raise CommandFailure(
            "The schema is not that of this version: run `referral-api migrate` first."
        )


def _check_keys(connection: Connection, settings: Settings) -> None:
    """Fail unless the key folder opens a sample of what each wrapping key wraps."""
    with key_failures():
        vault = Vault.from_file(settings.keys / "vault.json")
        for key in wrapped_samples(connection):
            vault.check(WrappedKey(key.wrapping_key_id, key.wrapped_key), key.subject_id)
