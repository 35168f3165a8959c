"""``sql``: writes the functions, triggers, policies and privileges in force to alembic/sql."""

from pathlib import Path

import psycopg
import typer

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, database_failures, load_settings
from referral_api.cli.language import say
from referral_api.cli.schema import schema_failures
from referral_api.cli.sql_in_force import tell_sql_in_force
from referral_api.database import migrations

FOLDER = Path("alembic", "sql")


def read_files(folder: Path) -> dict[str, str]:
    """Return the content of the files, by their path below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.sql"))
    }


def sql() -> None:
    """Write alembic/sql: the functions, triggers, policies and privileges of this version."""
    settings = load_settings()
    if not settings.embedded:
        raise CommandFailure(
            "The files are written on the embedded PostgreSQL: unset DATABASE_URL."
        )
    with embedded.start(settings.referral_data_dir) as server:
        url = server.url("referral_owner")
        with schema_failures():
            migrations.upgrade(url)
        with database_failures(), psycopg.connect(url) as connection:
            files = tell_sql_in_force(connection)
    for name in read_files(FOLDER).keys() - files.keys():
        (FOLDER / name).unlink()
    for name, text in files.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    typer.echo(say("{folder}: {number} files.", folder=FOLDER, number=len(files)))
