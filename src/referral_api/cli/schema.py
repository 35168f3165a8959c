"""``migrate``, ``migration``, ``bootstrap-sql``: the database's roles and tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import psycopg
import sqlalchemy
import typer
from alembic.util import CommandError

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, load_settings, unreachable
from referral_api.cli.language import say
from referral_api.database import migrations
from referral_api.settings import Settings

_ROLE_IS_MISSING = (
    "A role is missing that this version needs. As a superuser, run the lines of "
    "`referral-api bootstrap-sql` that make it and grant it, then migrate again."
)


@contextmanager
def schema_failures() -> Iterator[None]:
    """Report why a migration failed, without the URL, which may hold a password."""
    try:
        yield
    except sqlalchemy.exc.OperationalError as error:
        raise unreachable(error.orig) from None
    except sqlalchemy.exc.ArgumentError:
        raise CommandFailure("MIGRATION_DATABASE_URL is not an address of a database.") from None
    except sqlalchemy.exc.DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.UndefinedObject):
            raise CommandFailure(_ROLE_IS_MISSING) from None
        kind = type(error.orig).__name__
        raise CommandFailure("The database refused the migration ({kind}).", kind=kind) from None
    except CommandError as error:
        raise CommandFailure("The schema does not fit this version: {why}.", why=error) from None


@contextmanager
def owner_address(settings: Settings) -> Iterator[str]:
    """Give the address of the database as the owner role."""
    if settings.migration_database_url is not None:
        yield settings.migration_database_url.get_secret_value()
    elif settings.embedded:
        with embedded.start(settings.referral_data_dir) as server:
            yield server.url("referral_owner")
    else:
        raise CommandFailure(
            "DATABASE_URL is the application role, which owns no table: "
            "set MIGRATION_DATABASE_URL to the owner role."
        )


def migrate() -> None:
    """Bring the tables to this version, as the owner role (MIGRATION_DATABASE_URL)."""
    with owner_address(load_settings()) as url, schema_failures():
        migrations.upgrade(url)
    typer.echo(say("The database has the schema of this version."))


def migration(
    message: Annotated[str, typer.Argument(help="What it does, in a few words.")],
) -> None:
    """Draft a migration from the difference between the tables in code and the database."""
    settings = load_settings()
    if not settings.embedded:
        raise CommandFailure(
            "A migration is drafted on the embedded PostgreSQL: unset DATABASE_URL."
        )
    with embedded.start(settings.referral_data_dir) as server, schema_failures():
        url = server.url("referral_owner")
        migrations.upgrade(url)
        migrations.write_revision(url, message)
    typer.echo(say("Read and correct the new file in alembic/versions before you trust it."))


def bootstrap_sql() -> None:
    """Print what a superuser runs once on a PostgreSQL of your own: roles and database."""
    typer.echo(embedded.bootstrap_sql(), nl=False)
