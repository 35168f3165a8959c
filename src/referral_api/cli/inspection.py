"""What `serve` looks at before it serves, and `doctor` too: the role, the schema and the keys."""

from collections.abc import Iterator
from importlib import metadata
from typing import Any

import psycopg
import typer
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from referral_api.cli.failures import CommandFailure, unreachable
from referral_api.cli.language import say
from referral_api.database import migrations
from referral_api.database.role_check import IS_BOUND
from referral_api.errors.sentences import SentenceError
from referral_api.security.vault import Vault, WrappedKey
from referral_api.settings import Settings

Database = psycopg.Connection[dict[str, Any]]
PATIENCE = 3  # seconds for the database
# Nobody waits here behind a migration or a restore.
_LIMITS = "SET statement_timeout = '3s'"
_IS_HIDDEN = """
SELECT to_regclass('public.alembic_version') IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_roles
    WHERE rolname = 'referral_app' AND pg_has_role(session_user, oid, 'USAGE')
) AS is_hidden
"""
_MAY_NOT_READ = "The role of DATABASE_URL may not read the database."
_NO_ADDRESS = "DATABASE_URL is not an address of a database."
LINES = (
    "referral-api {version}",
    "  address: {host}, port {port}; public: {public}",
    "  database: {database}",
    "  schema: {schema}",
    "  keys: {keys}",
)


def inspect(settings: Settings, url: str, port: int) -> bool:
    """Print what will be served, and with what; CommandFailure if that must not be.

    False if the database cannot be reached yet, which is said and no failure: requests are refused
    until it is there, each connection is asked for its role then, and LateInspection does the rest.
    """
    facts, is_there = describe(settings, url, port), True
    missing: list[SentenceError] = []
    try:
        facts["schema"], missing = look(settings, url)
    except psycopg.OperationalError as error:
        later, is_there = unreachable(error), False
        facts["schema"] = say(later.sentence, **later.facts)
    for line in LINES:
        typer.echo(say(line, **facts), err=True)
    tell_missing(missing)
    if missing:
        raise CommandFailure("Not served: {number} of these must be mended.", number=len(missing))
    return is_there


def look(settings: Settings, url: str) -> tuple[str, list[SentenceError]]:
    """Return the revision of the schema, and everything that is wrong; psycopg.OperationalError if
    the database cannot be reached.
    """
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE, row_factory=dict_row) as database:
            database.execute(_LIMITS)
            return read_version(database) or "–", [*_find(database, settings)]
    except psycopg.OperationalError:
        raise
    except psycopg.errors.InsufficientPrivilege:
        return "–", [CommandFailure(_MAY_NOT_READ)]
    except psycopg.ProgrammingError:
        raise CommandFailure(_NO_ADDRESS) from None


def tell_missing(missing: list[SentenceError]) -> None:
    """Print what must be mended, a line each."""
    for one in missing:
        typer.echo(f"  ! {say(one.sentence, **one.facts)}", err=True)


def describe(settings: Settings, url: str, port: int) -> dict[str, object]:
    """Say what LINES tell of; the schema is not read yet."""
    return {
        "version": metadata.version("referral-api"), "host": settings.host, "port": port,
        "public": settings.public_url, "database": _name(url),
        "keys": settings.keys.resolve(), "schema": "–",
    }  # fmt: skip


def _name(url: str) -> str:
    """Name the server, the database and the role: never the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise CommandFailure(_NO_ADDRESS) from None
    place = f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}"
    return f"{place}/{parts.get('dbname', '')}, {parts.get('user', '')}"


def read_version(database: Database) -> str | None:
    """Return the revision of the schema; None if the role may not read it, or there is none."""
    try:
        with database.transaction():
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        return None
    return str(row["version_num"]) if row else None


def _find(database: Database, settings: Settings) -> Iterator[SentenceError]:
    """Say everything that is wrong."""
    yield from find_unbound(database)
    other = [*find_other_schema(database)]
    yield from other or find_unopened(database, settings)


def find_unbound(database: Database) -> Iterator[SentenceError]:
    """Say that row security does not bind the role."""
    role = database.execute(IS_BOUND).fetchone()
    if role is None or not role["is_bound"]:
        yield CommandFailure(
            "Row security does not bind the role of DATABASE_URL: it owns tables, is a superuser,"
            " or bypasses row security. Use referral_app."
        )


def find_other_schema(database: Database) -> Iterator[SentenceError]:
    """Say that the schema is not that of this version."""
    found, (head, known) = read_version(database), migrations.read_revisions()
    if found == head:
        return
    hidden = database.execute(_IS_HIDDEN).fetchone()
    if found is None and hidden and hidden["is_hidden"]:
        yield CommandFailure(_MAY_NOT_READ)
    elif found is None or found in known:
        yield CommandFailure(
            "The schema is older than this version ({found} instead of {head}): run"
            " `referral-api migrate`.",
            found=found or "–", head=head,
        )  # fmt: skip
    else:
        yield CommandFailure(
            "The schema is newer than this version ({found} instead of {head}): install that of the"
            " other servers.",
            found=found, head=head,
        )  # fmt: skip


def find_unopened(database: Database, settings: Settings) -> Iterator[SentenceError]:
    """Say that a stored key does not open: the key folder is of another service."""
    vault = Vault.from_file(settings.keys / "vault.json")
    for row in database.execute("SELECT * FROM vault_samples()"):
        try:
            vault.check(WrappedKey(str(row["wrapping_key_id"]), row["wrapped_key"]), row["case_id"])
        except SentenceError as error:
            yield error
            return
