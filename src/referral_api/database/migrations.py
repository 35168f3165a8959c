"""Migrates the database to the schema of this version, as the owner role."""

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable

from referral_api.database.tables import TransactionNumber
from referral_api.private_apis import recognise_type

# ``check`` must recognise the type when it reads it from the database.
recognise_type("xid8", TransactionNumber)
_PACKAGED = Path(__file__).parents[1] / "alembic"
_IN_TREE = Path(__file__).parents[3] / "alembic"

LOCK_TIMEOUT = "2s"  # requests wait this long behind a migration, and must be answered within 5 s
ATTEMPTS = 5
PAUSE = 2.0  # seconds between attempts, in which waiting requests proceed


class MigrationBlocked(TimeoutError):
    """A table stayed locked for too long; the message is a sentence for the operator."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_PACKAGED if _PACKAGED.exists() else _IN_TREE))
    return config


def read_revisions() -> tuple[str, frozenset[str]]:
    """Return the last revision that this version knows, and all of them."""
    script = ScriptDirectory.from_config(_config())
    return str(script.get_current_head()), frozenset(
        revision.revision for revision in script.walk_revisions()
    )


def _with_connection(url: str, work: Callable[[Config], None]) -> None:
    engine = sqlalchemy.create_engine(
        sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=sqlalchemy.NullPool,
    )
    config = _config()
    config.attributes["lock_timeout"] = LOCK_TIMEOUT
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE if attempt else 0)
        if _attempt(engine, config, work):
            return
    raise MigrationBlocked(
        f"A long transaction holds a table that the migration needs ({ATTEMPTS} attempts of "
        f"{LOCK_TIMEOUT}). What was migrated stays and the rest is untouched: end that "
        "transaction, or wait for its end, and try again."
    )


def _attempt(engine: sqlalchemy.Engine, config: Config, work: Callable[[Config], None]) -> bool:
    """Do the work; return False if a lock could not be obtained."""
    with engine.connect() as connection:
        # Concurrent starts migrate one after the other. The lock is polled, because CREATE INDEX
        # CONCURRENTLY would wait for a session that waits for it inside PostgreSQL.
        while not connection.scalar(sqlalchemy.text("SELECT pg_try_advisory_lock(7220771930)")):
            connection.rollback()
            time.sleep(0.1)
        connection.commit()
        config.attributes["connection"] = connection
        try:
            work(config)
        except sqlalchemy.exc.OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise
    return True


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision."""
    _with_connection(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to a revision."""
    _with_connection(url, lambda config: command.downgrade(config, revision))


def check(url: str) -> None:
    """Raise if the tables and the migrations differ."""
    _with_connection(url, command.check)


def write_revision(url: str, message: str) -> None:
    """Write a new migration from the difference between the tables and the database."""

    def write(config: Config) -> None:
        command.revision(config, message=message, autogenerate=True)

    _with_connection(url, write)
