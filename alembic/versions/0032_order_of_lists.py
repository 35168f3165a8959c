"""Lists are ordered by when the service recorded their rows, not by ids that callers choose.

A key says so: the microsecond by the database's clock, then random bits. The database fills it for
every version of the service. The rows of before get theirs from the time that they hold, a few
thousand in one transaction, so that nobody waits for long.
"""

from alembic import context, op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = (
    "encode(int8send((date_part('epoch', {at}) * 1000000)::bigint)"
    " || substr(uuid_send({random}), 9), 'hex')::uuid"
)
DEFAULT = KEY.format(at="clock_timestamp()", random="gen_random_uuid()")
# An agent and a system hold no time: that of the event of their creation or, for those that the
# operator made, that of their id.
CREATED = """COALESCE(
    (SELECT at FROM creation WHERE id = t.id),
    LEAST(now(), to_timestamp(('x' || left(replace(t.id::text, '-', ''), 12))::bit(48)::bigint / 1000.0))
)"""
# By table: what an old row's time is.
TIMES = {
    "case": "t.registered_at", "referral": "t.created_at", "consent": "t.recorded_at",
    "handoff": "t.offered_at", "handoff_request": "t.requested_at",
    "identity_order": "t.recorded_at", "accusation": "t.recorded_at",
    "organisation": "t.created_at",
    "agent": CREATED, "client": CREATED,
}  # fmt: skip
# What repeats the key of another row: its column, and the key.
REPEATED = {
    "access_grant": (
        "case_recorded_key", '(SELECT c.recorded_key FROM "case" c WHERE c.id = t.case_id)'
    ),
    "referral_copy": (
        "recorded_key", "(SELECT r.recorded_key FROM referral r WHERE r.id = t.id)"
    ),
}  # fmt: skip
# A row that somebody holds is left for the next round: whoever holds it may wait for this table.
FILL = """
DECLARE place tid := '(0,0)'; found tid[]; missing boolean;
BEGIN
    LOOP
        PERFORM set_config('lock_timeout', '2s', true);
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER unaudited', listed);
        EXECUTE format(
            'SELECT array_agg(ctid), max(ctid) FROM (SELECT ctid FROM %I WHERE %I IS NULL'
            ' AND ctid > $1 LIMIT 5000 FOR UPDATE SKIP LOCKED) row', listed, key
        ) INTO found, place USING place;
        EXECUTE format(
            'UPDATE %I t SET %I = %s WHERE ctid = ANY ($1)', listed, key, value
        ) USING found;
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER unaudited', listed);
        COMMIT;
        IF found IS NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I IS NULL)', listed, key)
            INTO missing;
            EXIT WHEN NOT missing;
            place := '(0,0)';
            PERFORM pg_sleep(0.2);
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
"""
FOLLOW = """
BEGIN
    NEW.case_recorded_key := (SELECT recorded_key FROM "case" WHERE id = NEW.case_id);
    RETURN NEW;
END
"""
# The text of ``move_referrals`` that is replaced: a copy takes its referral's place.
BEFORE, AFTER = (
    "transfer_from_id, created_at, version",
    "transfer_from_id, created_at, version, recorded_key",
)

OPEN = "status IN ('accepted','draft','in_progress','on_hold','received','requested')"
# By name: the table and what is indexed.
INDEXES = {
    "ix_case_recorded_key": '"case" (recorded_key)',
    "ix_access_grant_page": "access_grant (organisation_id, case_recorded_key) WHERE ended_at IS NULL",
    "ix_referral_recorded_key": "referral (recorded_key)",
    "ix_referral_case_id_recorded_key": "referral (case_id, recorded_key)",
    "ix_referral_sender_id_recorded_key": "referral (sender_id, recorded_key)",
    "ix_referral_receiver_id_recorded_key": "referral (receiver_id, recorded_key)",
    "ix_referral_open_receiver_id_recorded_key":
        f"referral (receiver_id, recorded_key) WHERE {OPEN}",
    "ix_referral_copy_organisation_id_recorded_key": "referral_copy (organisation_id, recorded_key)",
    "ix_consent_recorded_key": "consent (recorded_key)",
    "ix_handoff_recorded_key": "handoff (recorded_key)",
    "ix_handoff_from_id_recorded_key": "handoff (from_id, recorded_key)",
    "ix_handoff_to_id_recorded_key": "handoff (to_id, recorded_key)",
    "ix_handoff_request_recorded_key": "handoff_request (recorded_key)",
    "ix_handoff_request_requester_id_recorded_key": "handoff_request (requester_id, recorded_key)",
    "ix_identity_order_organisation_id_recorded_key":
        "identity_order (organisation_id, recorded_key)",
    "ix_identity_order_to_id_recorded_key": "identity_order (to_id, recorded_key)",
    "ix_accusation_recorded_key": "accusation (recorded_key)",
    "ix_agent_recorded_key": "agent (recorded_key)",
    "ix_client_recorded_key": "client (recorded_key)",
    "ix_organisation_recorded_key": "organisation (recorded_key)",
}  # fmt: skip
# Those of the order by id. The version before reads a little more without them.
FORMER = {
    "ix_referral_case_id_id": "referral (case_id, id)",
    "ix_referral_sender_id_id": "referral (sender_id, id)",
    "ix_referral_receiver_id_id": "referral (receiver_id, id)",
    "ix_referral_open_receiver_id_id": f"referral (receiver_id, id) WHERE {OPEN}",
    "ix_handoff_from_id_id": "handoff (from_id, id)",
    "ix_handoff_to_id_id": "handoff (to_id, id)",
    "ix_handoff_request_requester_id_id": "handoff_request (requester_id, id)",
    "ix_identity_order_organisation_id_id": "identity_order (organisation_id, id)",
    "ix_identity_order_to_id_id": "identity_order (to_id, id)",
}


def upgrade() -> None:
    for table in TIMES:
        op.execute(
            f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS recorded_key uuid,'
            f" ALTER COLUMN recorded_key SET DEFAULT ({DEFAULT})"
        )
        _apart()
    for table, (column, _) in REPEATED.items():
        op.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} uuid")
        _apart()
    # The registration gives the case and its grants one key.
    op.execute('GRANT INSERT (recorded_key) ON "case" TO referral_app')
    op.execute(
        "CREATE OR REPLACE FUNCTION follow_case_key() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${FOLLOW}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION follow_case_key() FROM PUBLIC")
    _replace(_earlier_body().replace(BEFORE, AFTER))
    op.execute(
        "CREATE OR REPLACE PROCEDURE fill_keys(listed text, key text, value text)"
        f" LANGUAGE plpgsql AS $body${FILL}$body$"
    )
    op.execute("REVOKE ALL ON PROCEDURE fill_keys(text, text, text) FROM PUBLIC")
    # Searched before any table is locked: no index finds these events.
    op.execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS creation (id uuid PRIMARY KEY, at timestamptz)"
    )
    op.execute(
        "INSERT INTO creation SELECT subject_id, min(recorded_at) FROM audit_event WHERE outcome ="
        " 'allowed' AND action = ANY ('{agent:create,client:create}') GROUP BY 1"
        " ON CONFLICT DO NOTHING"
    )
    with op.get_context().autocommit_block():
        for table, at in TIMES.items():
            _fill(table, "recorded_key", KEY.format(at=at, random="t.id"))
    # From now on every case has its key.
    op.execute(
        "CREATE OR REPLACE TRIGGER case_key BEFORE INSERT ON access_grant FOR EACH ROW"
        " WHEN (NEW.case_recorded_key IS NULL) EXECUTE FUNCTION follow_case_key()"
    )
    op.execute("ALTER TABLE access_grant ENABLE ALWAYS TRIGGER case_key")
    with op.get_context().autocommit_block():
        for table, (column, value) in REPEATED.items():
            _fill(table, column, value)
        for name, place in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")
        for name in FORMER:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute("DROP PROCEDURE IF EXISTS fill_keys(text, text, text)")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name, place in FORMER.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute("DROP TRIGGER IF EXISTS case_key ON access_grant")
    _apart()
    op.execute("DROP FUNCTION IF EXISTS follow_case_key()")
    op.execute("DROP PROCEDURE IF EXISTS fill_keys(text, text, text)")
    _replace(_earlier_body())
    for table, (column, _) in REPEATED.items():
        _apart()
        op.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column}")
    for table in TIMES:
        _apart()
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN IF EXISTS recorded_key')


def _fill(table: str, column: str, value: str) -> None:
    op.execute(f"CALL fill_keys('{table}', '{column}', $value${value}$value$)")


def _earlier_body() -> str:
    modules = {n: context.script.get_revision(n).module for n in ("0021", "0024")}
    body = str(modules["0021"].changed_body("move_referrals"))
    for before, after in modules["0024"].CHANGES["move_referrals"]:
        body = body.replace(before, after)
    if body.count(BEFORE) != 2:
        raise LookupError("move_referrals has changed")
    return body


def _replace(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION move_referrals() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )


def _apart() -> None:
    """End the transaction, and with it its lock."""
    with op.get_context().autocommit_block():
        pass
