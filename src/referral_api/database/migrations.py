"""Bringing the database to the schema of this version, as the owner role."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config

from referral_api.database.tables import TransactionNumber
from referral_api.private_apis import recognise_type

# So that ``check`` knows the type again when it finds it in the database.
recognise_type("xid8", TransactionNumber)
_PACKAGED = Path(__file__).parents[1] / "alembic"
_IN_TREE = Path(__file__).parents[3] / "alembic"


def _with_connection(url: str, work: Callable[[Config], None]) -> None:
    engine = sqlalchemy.create_engine(
        sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=sqlalchemy.NullPool,
    )
    config = Config()
    config.set_main_option("script_location", str(_PACKAGED if _PACKAGED.exists() else _IN_TREE))
    with engine.connect() as connection:
        # Two starts at once migrate one after the other.
        connection.execute(sqlalchemy.text("SELECT pg_advisory_lock(7220771930)"))
        connection.commit()
        config.attributes["connection"] = connection
        work(config)
    engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision."""
    _with_connection(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to a revision."""
    _with_connection(url, lambda config: command.downgrade(config, revision))


def check(url: str) -> None:
    """Raise if the tables and the migrations have drifted apart."""
    _with_connection(url, command.check)


def write_revision(url: str, message: str) -> None:
    """Write a new migration from the difference between the tables and the database."""

    def write(config: Config) -> None:
        command.revision(config, message=message, autogenerate=True)

    _with_connection(url, write)
