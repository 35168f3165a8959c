"""One row of each table of the version before that no story fills."""

import psycopg

_ROWS = """
INSERT INTO maintenance_run (began_at, ended_at, published, deleted, failed)
VALUES (now(), now(), 1, 2, 3);
INSERT INTO dropped_wrapping_key (id) VALUES ('of another year');
INSERT INTO accusation (id, case_id, organisation_id, status, recorded_by_organisation_id,
    recorded_by_agent_id, version)
SELECT gen_random_uuid(), id, protection_custodian_id, 'standing', registered_by_organisation_id,
    registered_by_agent_id, 1
FROM "case" LIMIT 1;
INSERT INTO alert (id, case_id, kind, status, about_id, organisation_id, told, version)
SELECT gen_random_uuid(), id, 'police_still_answers', 'raised', id, protection_custodian_id, '{}', 1
FROM "case" LIMIT 1;
INSERT INTO telephone_call (id, case_id, subject, subject_id, act, status, sender_id, receiver_id,
    custodian_id, said_by, telephone, happened_at, recorded_by_organisation_id,
    recorded_by_agent_id, confirm_by, version)
SELECT gen_random_uuid(), id, 'referral', id, 'accept', 'binding', protection_custodian_id,
    protection_custodian_id, protection_custodian_id, 'head', '+22300000000', now(),
    registered_by_organisation_id, registered_by_agent_id, now() + interval '1 day', 1
FROM "case" LIMIT 1;
INSERT INTO identity_order (id, case_id, organisation_id, magistrate_id, to_id, reference,
    ordered_on, valid_until, status, version)
SELECT gen_random_uuid(), id, protection_custodian_id, registered_by_agent_id,
    protection_custodian_id, 'RI 1/2026', current_date, now() + interval '1 day', 'active', 1
FROM "case" LIMIT 1
"""
_GUARDS = """
SELECT format('ALTER TABLE %%I {act} TRIGGER %%I', c.relname, t.tgname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgenabled = '{now}' AND NOT t.tgisinternal AND c.relname = ANY (%s)
"""


def write(superuser_url: str) -> None:
    """Write them as a superuser, without the rules that triggers hold."""
    rows = [row.strip() for row in _ROWS.split(";\n")]
    tables = [row.split()[2] for row in rows]
    with psycopg.connect(superuser_url) as superuser:
        superuser.execute("SET session_replication_role = replica")
        held = superuser.execute("SELECT relname FROM pg_class WHERE relname = ANY (%s)", [tables])
        known = {table for (table,) in held}
        rows = [row for row, table in zip(rows, tables, strict=True) if table in known]
        for act, now in (("DISABLE", "A"), ("ENABLE ALWAYS", "D")):
            changes = superuser.execute(_GUARDS.format(act=act, now=now).encode(), [tables])
            for (change,) in changes.fetchall():
                superuser.execute(change)
            if act == "DISABLE":
                for row in rows:
                    superuser.execute(row.encode())
