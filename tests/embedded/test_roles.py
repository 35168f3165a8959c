"""The roles of the embedded PostgreSQL, and the privacy of its files."""

import stat
from pathlib import Path

import asyncpg
import psycopg
import pytest

from referral_api.embedded import bootstrap_sql, start
from tests.support.embedded_server import ask


async def test_the_service_signs_in_as_a_role_that_owns_nothing(data_dir: Path) -> None:
    with start(data_dir) as server:
        connection = await asyncpg.connect(server.url("referral_app"))
        row = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert row is not None
        assert not any(row)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("CREATE TABLE public.mine ()")
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE referral_auditor")
        await connection.close()


def test_the_owner_owns_the_database_and_is_no_superuser(data_dir: Path) -> None:
    with start(data_dir) as server:
        owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'referral'"
        assert ask(server, owner) == "referral_owner"
        power = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'referral_owner'"
        assert ask(server, power) is False


def test_the_auditor_role_cannot_sign_in(data_dir: Path) -> None:
    with start(data_dir) as server, pytest.raises(psycopg.OperationalError, match="not permitted"):
        ask(server, "SELECT 1", role="referral_auditor")


def test_it_flushes_to_disk_and_listens_on_no_network_port(data_dir: Path) -> None:
    with start(data_dir) as server:
        settings = "SELECT current_setting('fsync') || current_setting('listen_addresses')"
        assert ask(server, settings) == "on"
        assert ask(server, "SHOW server_encoding") == "UTF8"


def test_nobody_else_can_enter_the_socket_folder_or_the_data(data_dir: Path) -> None:
    with start(data_dir) as server:
        for folder in (server.socket_folder, data_dir / "postgres"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_statement_that_fails_leaves_no_value_in_the_server_log(data_dir: Path) -> None:
    with start(data_dir) as server, pytest.raises(psycopg.errors.InvalidTextRepresentation):
        ask(server, "SELECT 'Synthetic Name'::int")
    assert "Synthetic" not in (data_dir / "postgres" / "server.log").read_text()


@pytest.mark.parametrize("role", ["referral_app", "referral_owner"])
def test_nor_does_it_on_a_server_of_the_operators_own(data_dir: Path, role: str) -> None:
    """Whose log would quote a row that breaks a rule. The setting is the role's: dumps lack it."""
    with start(data_dir) as server:
        kept = f"SELECT rolconfig FROM pg_roles WHERE rolname = '{role}'"
        assert ask(server, kept) == ["log_error_verbosity=terse", "log_min_error_statement=panic"]


def test_a_server_of_an_earlier_version_gets_the_role_that_it_lacks(data_dir: Path) -> None:
    lacks = "SELECT NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'referral_figures')"
    with start(data_dir) as server:
        with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
            superuser.execute("DROP ROLE referral_figures")
        assert ask(server, lacks) is True
    with start(data_dir) as server:
        assert ask(server, lacks) is False
        member = "SELECT pg_has_role('referral_app', 'referral_figures', 'MEMBER')"
        assert ask(server, member) is True


def test_operators_get_the_same_roles_as_statements() -> None:
    for name in ("referral_owner", "referral_auditor", "referral_figures", "referral_app"):
        assert f"CREATE ROLE {name} " in bootstrap_sql()
