"""Databases of their own on the server of all tests: an empty one, and one with all tables."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from referral_api.embedded import Embedded
from tests.support.migrated_cluster import MIGRATED


@contextmanager
def _made(server: Embedded, template: str) -> Iterator[str]:
    name = f"own_{secrets.token_hex(4)}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
        _make(superuser, name, template)
        yield name
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        superuser.execute(drop.format(sql.Identifier(name)))


def _make(superuser: "psycopg.Connection[tuple[object, ...]]", name: str, template: str) -> None:
    create = sql.SQL("CREATE DATABASE {} OWNER referral_owner TEMPLATE {}")
    superuser.execute(create.format(sql.Identifier(name), sql.Identifier(template)))


@pytest.fixture
def database(server: Embedded) -> Iterator[str]:
    """The name of an empty database."""
    with _made(server, "template0") as name:
        yield name


@pytest.fixture
def migrated_database(server: Embedded) -> Iterator[str]:
    """The name of a database with all tables, and nobody in them."""
    with _made(server, MIGRATED) as name:
        yield name
