"""A database of its own for each of these tests, on the server of all."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from referral_api.embedded import Embedded


@pytest.fixture
def database(server: Embedded) -> Iterator[str]:
    """The name of an empty database."""
    name = f"migrated_{secrets.token_hex(4)}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
        create = sql.SQL("CREATE DATABASE {} OWNER referral_owner TEMPLATE template0")
        superuser.execute(create.format(sql.Identifier(name)))
        yield name
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        superuser.execute(drop.format(sql.Identifier(name)))
