"""alembic/sql says what the database keeps: no more, no less, and in words that it understands."""

import psycopg
import pytest
from psycopg import sql

from referral_api.cli.sql import FOLDER as WRITTEN
from referral_api.cli.sql import read_files
from referral_api.cli.sql_in_force import tell_sql_in_force
from referral_api.embedded import Embedded
from tests.support.migrations.written import ROOT

_FOLDER = ROOT / WRITTEN
_DROPPED = """
    SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger
    WHERE NOT tgisinternal
    UNION ALL SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_policy
    UNION ALL SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass)
    FROM pg_class WHERE relrowsecurity
    UNION ALL SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass)
    FROM pg_class WHERE relforcerowsecurity
    UNION ALL SELECT 'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM referral_app, referral_auditor'
"""
_CHANGES = [
    "ALTER POLICY app_insert ON custody WITH CHECK (false)",
    "CREATE POLICY more ON consent FOR SELECT TO referral_app USING (true)",
    "DROP POLICY app_select ON referral",
    "ALTER TABLE person NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE audit_event DISABLE TRIGGER append_only",
    "ALTER TABLE audit_event ENABLE TRIGGER append_only",
    "DROP TRIGGER unaudited ON handoff",
    'GRANT UPDATE (code) ON "case" TO referral_app',
    "GRANT DELETE ON consent TO PUBLIC",
    "GRANT EXECUTE ON FUNCTION move_custody() TO referral_app",
    "ALTER FUNCTION check_grants() SECURITY INVOKER",
    "ALTER FUNCTION check_grants() RESET search_path",
    "CREATE TABLE another (id int)",
    """CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path TO 'public', 'pg_temp' AS $$BEGIN RETURN NULL; END$$""",
]


def test_the_files_are_those_of_the_last_migration(server: Embedded) -> None:
    with psycopg.connect(server.url("referral_owner")) as connection:
        told = tell_sql_in_force(connection)
    assert len(told) > 25
    assert read_files(_FOLDER) == told, "run `make sql`"


@pytest.mark.parametrize("change", _CHANGES)
def test_any_change_of_the_database_shows_in_them(server: Embedded, change: str) -> None:
    with psycopg.connect(server.url("referral_owner")) as connection:
        connection.execute(sql.SQL(change))
        told = tell_sql_in_force(connection)
        connection.rollback()
    assert read_files(_FOLDER) != told


def test_the_files_make_what_they_describe(server: Embedded, migrated_database: str) -> None:
    """Laying out a policy changes none: read back, each is the one that it was."""
    url = server.url("referral_owner", migrated_database)
    files = read_files(_FOLDER)
    with psycopg.connect(url) as connection:
        for (drop,) in connection.execute(_DROPPED).fetchall():
            connection.execute(drop)
        assert tell_sql_in_force(connection) != files
        for name in sorted(files):  # the functions before the triggers that call them
            connection.execute(sql.SQL(files[name]))
        assert tell_sql_in_force(connection) == files


def test_each_says_in_its_first_line_that_a_command_writes_it() -> None:
    for name, text in read_files(_FOLDER).items():
        assert text.startswith("-- Written by `make sql`"), name
        assert text.endswith("\n"), name
