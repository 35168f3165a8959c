"""Migration 0032: what was recorded before it is listed in that order, whatever its ids say."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from referral_api.database import migrations
from referral_api.embedded import Embedded
from tests.support.migrations.written import FOLDER
from tests.support.own_ids import YEARS, own_id

_ROWS = len(YEARS)
# Recorded one day after the other; the last of each kind is the first to be listed.
_NETWORK = """
INSERT INTO organisation (id, name, type, htcds_type, active, version, created_at)
SELECT id, 'Organisation ' || n, 'police', 'NGO', true, 1, at FROM old;
INSERT INTO agent (id, organisation_id, name, roles, active, version)
SELECT id, id, 'Agent', '{supervisor}', true, 1 FROM old;
INSERT INTO client (id, organisation_id, name, keys, active, version)
SELECT id, id, 'Système', '{}', true, 1 FROM old;
INSERT INTO audit_event (id, action, outcome, roles, subject, subject_id, salt, recorded_at)
SELECT gen_random_uuid(), kind || ':create', 'allowed', '{}', kind, id, '', at
FROM old, unnest('{agent,client}'::text[]) kind;
"""
_CASES = """
INSERT INTO "case" (id, code, status, state, sex, age_band, age_in_doubt, region,
    protection_custodian_id, registered_by_organisation_id, registered_by_agent_id,
    registered_at, version)
SELECT id, 'ML-' || n, 'reported', 'open', 'female', '25_59', false, 'BAMAKO', id, id, id, at, 1
FROM old;
INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id)
SELECT gen_random_uuid(), id, id, 'custody', gen_random_uuid() FROM old;
INSERT INTO consent (id, case_id, status, given_by, method, language, interpreter, recipients,
    do_not_contact, organisation_id, recorded_by_agent_id, recorded_at, version)
SELECT id, id, 'active', 'self', 'written', 'bam', false, ARRAY[id], false, id, id, at, 1 FROM old;
INSERT INTO referral (id, case_id, status, sender_id, receiver_id, service_type, priority,
    case_code, sex, age_band, region, interpreter_needed, unaccompanied, caregiver_informed,
    do_not_contact, bed, cancellation_requested, created_by_agent_id, created_at, version)
SELECT id, id, 'draft', id, id, 'shelter', 'urgent', 'ML', 'female', '25_59', 'BAMAKO', false,
    false, false, false, 'none', false, id, at, 1 FROM old;
INSERT INTO referral_copy (organisation_id, id, case_id, status, receiver_id, service_type,
    priority, bed, cancellation_requested, created_at, version)
SELECT id, id, id, 'draft', id, 'shelter', 'urgent', 'none', false, at, 1 FROM old;
INSERT INTO handoff (id, case_id, kind, status, from_id, to_id, priority, physical, case_code,
    sex, age_band, region, custody_seq, reason, decide_by, offered_by_agent_id, offered_at, forced,
    escorted, version)
SELECT id, id, 'protection', 'declined', id, gen_random_uuid(), 'urgent', false, 'ML', 'female',
    '25_59', 'BAMAKO', 1, 'jurisdiction', at, id, at, false, false, 1 FROM old;
INSERT INTO handoff_request (id, case_id, kind, status, requester_id, reason, decide_by,
    requested_by_agent_id, requested_at, version)
SELECT id, id, 'protection', 'refused', id, 'jurisdiction', at, id, at, 1 FROM old;
INSERT INTO identity_order (id, case_id, status, organisation_id, magistrate_id, to_id, reference,
    ordered_on, recorded_at, version)
SELECT id, id, 'lifted', id, id, id, '1', at::date, at, 1 FROM old;
INSERT INTO accusation (id, case_id, organisation_id, status, recorded_by_organisation_id,
    recorded_by_agent_id, recorded_at, version)
SELECT id, id, id, 'lifted', id, id, at, 1 FROM old;
"""
_KEYED = (
    "organisation", "agent", "client", "case", "consent", "referral", "referral_copy", "handoff",
    "handoff_request", "identity_order", "accusation",
)  # fmt: skip


@pytest.fixture
def ids() -> list[str]:
    return [own_id(year) for year in YEARS]


@pytest.fixture
def superuser(server: Embedded, database: str, ids: list[str]) -> Iterator[psycopg.Connection]:
    """A database of the version before with old rows, to which rules are added afterwards."""
    migrations.upgrade(server.url("referral_owner", database), "0031")
    with psycopg.connect(server.url("postgres", database), autocommit=True) as connection:
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            always = [(table, name) for table, name, mode in _triggers(connection) if mode == "A"]
            for table, name in always:
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
            connection.execute(
                "CREATE TEMPORARY TABLE old AS SELECT n, id::uuid, timestamptz '2024-01-01'"
                " + n * interval '1 day' AS at FROM unnest(%s::text[]) WITH ORDINALITY x (id, n)",
                (ids,),
            )
            connection.execute(_NETWORK + _CASES)
            for table, name in always:
                connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        yield connection


def _triggers(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    return connection.execute(
        "SELECT tgrelid::regclass::text, tgname::text, tgenabled::text FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2"
    ).fetchall()


def test_old_rows_are_listed_as_they_were_recorded_and_the_guards_stand_again(
    server: Embedded, database: str, superuser: psycopg.Connection, ids: list[str]
) -> None:
    guards = _triggers(superuser)
    migrations.upgrade(server.url("referral_owner", database), "0032")
    for table in _KEYED:
        rows = superuser.execute(f'SELECT id FROM "{table}" ORDER BY recorded_key').fetchall()
        assert [str(row[0]) for row in rows] == ids, table
    (astray,) = superuser.execute(
        'SELECT count(*) FROM access_grant g JOIN "case" c ON c.id = g.case_id'
        " WHERE g.case_recorded_key IS DISTINCT FROM c.recorded_key"
    ).fetchone() or (None,)
    assert astray == 0
    assert set(_triggers(superuser)) == {*guards, ("access_grant", "case_key", "A")}


def test_what_the_version_before_records_afterwards_comes_first(
    server: Embedded, database: str, superuser: psycopg.Connection
) -> None:
    """Its one statement names no key, and writes the grant of a case that is new in it."""
    migrations.upgrade(server.url("referral_owner", database), "0032")
    new, owner = own_id(1980), str(uuid4())
    with superuser.transaction():
        superuser.execute("ALTER TABLE access_grant DISABLE TRIGGER check_grants")
        superuser.execute('ALTER TABLE "case" DISABLE TRIGGER unaudited')
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute(
            "WITH granted AS (INSERT INTO access_grant (id, organisation_id, case_id, basis,"
            " basis_id) VALUES (gen_random_uuid(), %(owner)s, %(new)s, 'custody',"
            " gen_random_uuid())), made AS ("
            'INSERT INTO "case" (id, code, status, state, sex, age_band, age_in_doubt, region,'
            " registered_by_organisation_id, registered_by_agent_id, version) VALUES (%(new)s,"
            " 'ML-NEW', 'reported', 'open', 'female', '25_59', false, 'BAMAKO', %(owner)s,"
            " %(owner)s, 1)) SELECT 1",
            {"new": new, "owner": owner},
        )
    (found,) = superuser.execute(
        "SELECT case_id::text FROM access_grant ORDER BY case_recorded_key DESC LIMIT 1"
    ).fetchone() or (None,)
    assert found == new
    (listed,) = superuser.execute(
        'SELECT id::text FROM "case" ORDER BY recorded_key DESC LIMIT 1'
    ).fetchone() or (None,)
    assert listed == new


def test_a_row_that_somebody_holds_is_filled_later_and_its_holder_is_not_stopped(
    server: Embedded, database: str, superuser: psycopg.Connection, ids: list[str]
) -> None:
    owner = server.url("referral_owner", database)
    migrations.upgrade(owner, "0032")
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    module = ScriptDirectory.from_config(config).get_revision("0032").module
    superuser.execute(
        "CREATE PROCEDURE fill_keys(listed text, key text, value text) LANGUAGE plpgsql"
        f" AS $body${module.FILL}$body$"
    )
    superuser.execute("ALTER TABLE referral DISABLE TRIGGER unaudited")
    superuser.execute("UPDATE referral SET recorded_key = NULL")
    superuser.execute("ALTER TABLE referral ENABLE ALWAYS TRIGGER unaudited")

    def fill() -> None:
        with psycopg.connect(server.url("postgres", database), autocommit=True) as connection:
            connection.execute("CALL fill_keys('referral', 'recorded_key', 't.id')")

    def missing() -> list[str]:
        rows = superuser.execute("SELECT id::text FROM referral WHERE recorded_key IS NULL")
        return [row[0] for row in rows]

    with ThreadPoolExecutor(1) as pool, psycopg.connect(server.url("postgres", database)) as holder:
        holder.execute("SELECT FROM referral WHERE id = %s FOR UPDATE", (ids[2],))
        filling = pool.submit(fill)
        end = time.monotonic() + 10
        while missing() != [ids[2]] and time.monotonic() < end:
            time.sleep(0.02)
        assert missing() == [ids[2]]
        assert not filling.done()
        # In replica mode no trigger of its own runs but the guard, which asks for an event.
        holder.execute("SET LOCAL session_replication_role = replica")
        holder.execute(
            "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id, salt)"
            " VALUES (gen_random_uuid(), 'referral:send', 'allowed', %(id)s, '{}', %(id)s, '')",
            {"id": ids[2]},
        )  # fmt: skip
        holder.execute("UPDATE referral SET version = 2 WHERE id = %s", (ids[2],))
        holder.commit()
        filling.result(10)
    assert not missing()
    assert ("referral", "unaudited", "A") in _triggers(superuser)
