"""The migrations create the declared tables, and every table has the guards of its kind."""

import re
from typing import Any

import psycopg
import pytest
import sqlalchemy

from referral_api.database import migrations
from referral_api.database.tables import Table
from referral_api.domain.access.ceilings import CEILINGS
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.embedded import Embedded
from referral_api.permissions import PERMISSIONS
from referral_api.tables import (
    CALLER_BOUND,
    CASE_BOUND,
    DIRECTORY,
    LINKED,
    NETWORK,
    OPEN,
    OWN_AND_COORDINATION,
    PARTY_BOUND,
    PROGRAMME,
    metadata,
)

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
    AND conrelid <> COALESCE(to_regclass('alembic_version'), 0)
"""
_COLUMNS = """
    SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'
    AND table_name <> 'alembic_version'
"""
_INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    AND tablename <> 'alembic_version'
"""
# Those of many coded columns of one table.
_CODES = "SELECT proname, prosrc FROM pg_proc WHERE proname ~ '^codes_of_'"


def _ask(url: str, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(query, values or None).fetchall()


def _names(*kinds: tuple[type[Table], ...]) -> set[str]:
    return {str(table.__tablename__) for kind in kinds for table in kind}


@pytest.fixture
def empty(server: Embedded, database: str) -> str:
    """The address, as the owner, of a database of its own."""
    return server.url("referral_owner", database)


@pytest.fixture(scope="module")
def migrated(server: Embedded) -> str:
    return server.url("referral_owner")


def test_the_migrations_go_up_down_and_up_again(empty: str) -> None:
    migrations.upgrade(empty)
    migrations.check(empty)
    first = [_ask(empty, query) for query in (_CONSTRAINTS, _COLUMNS, _INDEXES)]
    migrations.downgrade(empty)
    left = _ask(empty, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert left == [("alembic_version",)]
    assert not _ask(empty, "SELECT 1 FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    migrations.upgrade(empty)
    migrations.check(empty)
    again = [_ask(empty, query) for query in (_CONSTRAINTS, _COLUMNS, _INDEXES)]
    assert [sorted(map(str, rows)) for rows in again] == [sorted(map(str, rows)) for rows in first]


@pytest.mark.parametrize(
    "query", [_CONSTRAINTS, _CODES, _COLUMNS, _INDEXES],
    ids=["constraints", "codes", "columns", "indexes"],
)  # fmt: skip
def test_the_migrations_create_exactly_the_declared_tables(
    empty: str, migrated: str, query: str
) -> None:
    """Code lists included: Alembic compares no CHECK by itself."""
    url = sqlalchemy.make_url(empty).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    metadata.create_all(engine)
    engine.dispose()
    said, made = set(_ask(empty, query)), set(_ask(migrated, query))
    assert len(said) > (20 if query != _CODES else 4)
    assert made == said


def test_each_coded_column_of_a_table_with_many_lists_refuses_what_no_list_has(
    migrated: str,
) -> None:
    bodies = _ask(migrated, _CODES)
    held = [
        (name.removeprefix("codes_of_"), column, operator)
        for name, body in bodies
        for column, operator in re.findall(r"checked\.(\w+) (= ANY|<@)", body)
    ]
    assert len(held) > 50
    for table, column, operator in held:
        unknown = '["nowhere"]' if operator == "<@" else '"nowhere"'
        row = f'jsonb_populate_record(NULL::"{table}", \'{{"{column}": {unknown}}}\')'
        assert _ask(migrated, f"SELECT codes_of_{table}({row})") == [(False,)], (table, column)
    checked = _ask(
        migrated,
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'c' AND convalidated"
        " AND pg_get_constraintdef(oid) ~ 'codes_of_'",
    )
    assert {f"codes_of_{table.strip(chr(34))}" for (table,) in checked} == {
        name for name, _ in bodies
    }


def test_every_table_is_of_exactly_one_kind(migrated: str) -> None:
    kinds = (
        CASE_BOUND, CALLER_BOUND, OWN_AND_COORDINATION, NETWORK, PARTY_BOUND, LINKED, PROGRAMME,
        DIRECTORY, OPEN,
    )  # fmt: skip
    rows = _ask(migrated, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert {row[0] for row in rows} - {"alembic_version"} == _names(*kinds)
    assert sum(map(len, kinds)) == len(_names(*kinds))
    assert set(metadata.tables) == _names(*kinds)


def test_a_table_that_names_a_case_is_case_bound_or_caller_bound() -> None:
    naming = {name for name, table in metadata.tables.items() if "case_id" in table.c}
    copies = {
        "audit_event", "counted_consent", "counted_decision", "counted_exploitation",
        "counted_follow_up", "counted_handoff", "counted_means_request", "counted_measure",
        "counted_reconsideration", "counted_referral", "counted_person_link",
        "counted_screening", "counted_service_given", "counted_best_interests_assessment",
        "counted_best_interests_determination", "counted_guardian",
        "counted_stay", "counted_assessment", "counted_support_goal", "counted_support_plan",
        "identity_check", "identity_index", "outgoing_event",
        # Its own ids of an organisation: of the cases that it registered.
        "import_row", "pad_code",
    }  # fmt: skip
    assert naming | {"case"} == _names(CASE_BOUND) | copies


def test_row_security_is_enabled_and_forced_on_every_bound_table(migrated: str) -> None:
    secured = _ask(
        migrated, "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    assert {row[0] for row in secured} == _names(
        CASE_BOUND, CALLER_BOUND, OWN_AND_COORDINATION, PARTY_BOUND, LINKED, PROGRAMME, DIRECTORY
    )


def test_the_guards_stand_on_every_table_of_cases_and_of_the_network_and_no_session_skips_them(
    migrated: str,
) -> None:
    rows = _ask(
        migrated,
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text, tgdeferrable FROM pg_trigger"
        " WHERE NOT tgisinternal",
    )
    guards = {(table.strip('"'), name): (mode, late) for table, name, mode, late in rows}
    for table in _names(
        CASE_BOUND, OWN_AND_COORDINATION, PARTY_BOUND, LINKED, PROGRAMME, DIRECTORY, NETWORK
    ):
        assert guards[table, "unaudited"] == ("A", True), table
        assert guards.get((table, "no_truncate"), guards.get((table, "append_only"))) == (
            "A", False,
        ), table  # fmt: skip
    assert guards["audit_event", "append_only"] == ("A", False)


@pytest.mark.parametrize(("change", "bit"), [("INSERT", 4), ("DELETE", 8), ("UPDATE", 16)])
def test_no_change_of_a_case_or_of_the_network_goes_unrecorded_or_is_ever_possible(
    migrated: str, change: str, bit: int
) -> None:
    """By a trigger that asks for the event, or refuses the change, in every session."""
    rows = _ask(
        migrated,
        "SELECT tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE tgenabled = 'A' AND tgtype & %s > 0 AND prosrc ~ 'NR00[12]'", bit,
    )  # fmt: skip
    assert {table.strip('"') for (table,) in rows} >= _names(
        CASE_BOUND, OWN_AND_COORDINATION, PARTY_BOUND, LINKED, PROGRAMME, DIRECTORY, NETWORK
    ), change


def test_no_policy_compares_a_column_with_itself(migrated: str) -> None:
    """An unqualified name in a subquery means the subquery's own column: always true."""
    policies = _ask(
        migrated, "SELECT tablename, policyname, concat(qual, with_check) FROM pg_policies"
    )
    assert {row[0] for row in policies} == _names(
        CASE_BOUND, CALLER_BOUND, OWN_AND_COORDINATION, PARTY_BOUND, LINKED, PROGRAMME, DIRECTORY
    )
    for table, name, condition in policies:
        for left, right in re.findall(r"([\w.\"]+) = ([\w.\"]+)", condition):
            assert left != right, (table, name)
        if "access_grant" in condition:
            column = "id" if table == "case" else "case_id"
            assert re.search(rf"g\.case_id = \"?{table}\"?\.{column}\b", condition), (table, name)


def test_the_ceiling_in_the_database_is_the_one_in_the_code(migrated: str) -> None:
    rows = _ask(migrated, "SELECT organisation_type, section FROM section_ceiling")
    assert set(rows) == {(str(kind), str(s)) for kind, found in CEILINGS.items() for s in found}


def test_a_type_of_organisation_without_a_ceiling_has_no_row(migrated: str) -> None:
    listed = _ask(migrated, "SELECT DISTINCT organisation_type FROM section_ceiling")
    without = {kind for kind in OrganisationType if not CEILINGS.get(kind)}
    assert {"watch_committee", "consulate", "hotline"} <= without
    assert not {kind for (kind,) in listed} & without


# What the application role may ask for out of its sight, each a fact without content: the state of
# a case, the elements of a finding for its custodian, how many count on an organisation
# and whose, whether the caller brings a person to a location or fetches one, whether a handoff
# would give both chains to the organisation that accuses the person, whether who answers asked her
# itself or was assigned; whether the cluster is another one. Of a person whose check is due, the
# sealed identity, and those that are alike; both are events. For
# `serve` and `doctor`: two keys as they are wrapped, and how many events there were.
_ASKED_BY_THE_APPLICATION = {
    "accuser_would_answer", "cases_resting_on", "duties_of", "enter_cluster", "find_alike",
    "goes_to", "hold_case", "identity_to_check", "index_again", "index_identity",
    "last_finding", "opens_of_itself", "operating_figures", "referral_ground", "vault_samples",
}  # fmt: skip


def test_a_function_that_runs_as_its_owner_fixes_its_search_path(migrated: str) -> None:
    rows = _ask(
        migrated,
        "SELECT proname, proconfig, has_function_privilege('referral_app', oid, 'EXECUTE')"
        " FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef",
    )
    assert rows
    for name, configuration, callable_by_app in rows:
        assert configuration == ["search_path=public, pg_temp"], name
        assert callable_by_app == (name in _ASKED_BY_THE_APPLICATION), name


def test_a_migrated_database_knows_the_words_for_acts_and_no_others(
    server: Embedded, migrated_database: str
) -> None:
    url = server.url("referral_owner", migrated_database)
    words = {word for (word,) in _ask(url, "SELECT action FROM audit_vocabulary")}
    assert words == set(map(str, PERMISSIONS))


def test_the_application_role_owns_nothing_and_has_no_power(migrated: str) -> None:
    (power,) = _ask(
        migrated,
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit"
        " FROM pg_roles WHERE rolname = 'referral_app'",
    )
    assert not any(power)
    owned = _ask(
        migrated,
        "SELECT 1 FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'"
        " AND refobjid IN ('referral_app'::regrole, 'referral_auditor'::regrole,"
        " 'referral_figures'::regrole)",
    )
    assert not owned
    memberships = _ask(
        migrated,
        "SELECT roleid::regrole::text, admin_option FROM pg_auth_members"
        " WHERE member = 'referral_app'::regrole",
    )
    assert sorted(memberships) == [("referral_auditor", False), ("referral_figures", False)]
