"""Factors of personal accounts: passwords with authenticators, recovery codes, passkeys."""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

ACCOUNT = """
CREATE TABLE IF NOT EXISTS agent_password (
    agent_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    sign_in_name text NOT NULL,
    key_id text NOT NULL,
    hash text NOT NULL,
    totp_sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    set_at timestamptz DEFAULT now() NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_agent_password PRIMARY KEY (agent_id)
)
"""
RECOVERY_CODE = """
CREATE TABLE IF NOT EXISTS recovery_code (
    digest bytea NOT NULL,
    agent_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    CONSTRAINT pk_recovery_code PRIMARY KEY (digest)
)
"""
AGENT_PASSKEY = """
CREATE TABLE IF NOT EXISTS agent_passkey (
    id uuid NOT NULL,
    agent_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    credential bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    added_at timestamptz DEFAULT now() NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_agent_passkey PRIMARY KEY (id)
)
"""
FACTOR_INVITATION = """
CREATE TABLE IF NOT EXISTS factor_invitation (
    id uuid NOT NULL,
    agent_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    code_digest bytea NOT NULL,
    code_until timestamptz NOT NULL,
    invited_by_agent_id uuid NOT NULL,
    invited_at timestamptz DEFAULT now() NOT NULL,
    used_at timestamptz,
    CONSTRAINT pk_factor_invitation PRIMARY KEY (id)
)
"""
FACTOR_TRY = """
CREATE TABLE IF NOT EXISTS factor_try (
    bucket bytea NOT NULL,
    tries integer NOT NULL,
    locks integer NOT NULL,
    locked_until timestamptz,
    tried_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_factor_try PRIMARY KEY (bucket)
)
"""
TABLES = (ACCOUNT, RECOVERY_CODE, AGENT_PASSKEY, FACTOR_INVITATION, FACTOR_TRY)
INDEXES = (
    "UNIQUE INDEX IF NOT EXISTS uq_agent_password_sign_in_name ON agent_password (sign_in_name)",
    "INDEX IF NOT EXISTS ix_recovery_code_agent_id ON recovery_code (agent_id)",
    "UNIQUE INDEX IF NOT EXISTS uq_agent_passkey_credential_id ON agent_passkey (credential_id)",
    "INDEX IF NOT EXISTS ix_agent_passkey_agent_id ON agent_passkey (agent_id)",
    "UNIQUE INDEX IF NOT EXISTS uq_factor_invitation_code_digest"
    " ON factor_invitation (code_digest)",
    "INDEX IF NOT EXISTS ix_factor_invitation_agent_id ON factor_invitation (agent_id)",
    "INDEX IF NOT EXISTS ix_factor_invitation_invited_at ON factor_invitation (invited_at)",
    "INDEX IF NOT EXISTS ix_factor_try_tried_at ON factor_try (tried_at)",
)
REFERRED = (
    ("agent_password", "agent_id"),
    ("recovery_code", "agent_id"),
    ("agent_passkey", "agent_id"),
    ("factor_invitation", "agent_id"),
    ("factor_invitation", "invited_by_agent_id"),
)
GRANTS = {
    "agent_password": (
        "SELECT, INSERT, DELETE",
        "UPDATE (sign_in_name, key_id, hash, totp_sealed, last_step, set_at, version)",
    ),
    "recovery_code": ("SELECT, INSERT, DELETE",),
    "agent_passkey": ("SELECT, INSERT, DELETE", "UPDATE (sign_count, used_at)"),
    "factor_invitation": ("SELECT, INSERT, DELETE", "UPDATE (used_at)"),
    "factor_try": (
        "SELECT, INSERT, DELETE", "UPDATE (tries, locks, locked_until, tried_at)",
    ),
}  # fmt: skip
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
# What never changes.
GUARDED = {
    "agent_password": "agent_id, organisation_id",
    "agent_passkey": "id, agent_id, organisation_id, credential_id, credential, name, added_at",
    "factor_invitation": "id, agent_id, organisation_id, code_digest, code_until,"
    " invited_by_agent_id, invited_at",
}
# Without an event: the last step and the count of uses, which the event of the session vouches
# for; the same password and secret under a new key; and old invitations that go.
GUARD = """
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
DECLARE free text[] := ARRAY['last_step', 'sign_count'];
DECLARE keyed text[] := ARRAY['last_step', 'key_id', 'hash', 'totp_sealed'];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        told - free - 'used_at' = to_jsonb(OLD) - free - 'used_at'
        AND (TG_TABLE_NAME = 'agent_passkey' OR told -> 'used_at' IS NOT DISTINCT FROM to_jsonb(OLD) -> 'used_at')
        OR told - keyed = to_jsonb(OLD) - keyed AND told ->> 'key_id' <> to_jsonb(OLD) ->> 'key_id'
    )
        OR TG_OP = 'DELETE' AND (told ->> 'invited_at')::timestamptz < now() - interval '30 days'
    THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action LIKE 'factor:%'
        AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(
            NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
        ))
        AND e.subject_id = (told ->> 'agent_id')::uuid
    ) THEN
        RAISE EXCEPTION 'a change to a factor was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
"""


def upgrade() -> None:
    op.execute("INSERT INTO audit_vocabulary VALUES ('factor\\:invite') ON CONFLICT DO NOTHING")
    _apart()
    for table in TABLES:
        op.execute(table)
    for index in INDEXES:
        op.execute(f"CREATE {index}")
    for table, column in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_{column}"
            f" FOREIGN KEY ({column}) REFERENCES agent (id)"
        )
    _apart()
    _secure()
    _guard()


def _secure() -> None:
    for table, grants in GRANTS.items():
        # Tries are of nobody who is known yet.
        sight = SYSTEM if table == "factor_try" else f"organisation_id = {ME} OR {SYSTEM}"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for name, role, seen in (("owner", "owner", "true"), ("app", "app", _plain(sight))):
            op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
            op.execute(
                f"CREATE POLICY {name} ON {table} TO referral_{role} USING ({seen})"
                f" WITH CHECK ({seen})"
            )
        for grant in grants:
            op.execute(f"GRANT {grant} ON {table} TO referral_app")


def _guard() -> None:
    op.execute(
        _plain(
            "CREATE OR REPLACE FUNCTION refuse_unaudited_factor() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${GUARD}$body$"
        )
    )
    op.execute("REVOKE ALL ON FUNCTION refuse_unaudited_factor() FROM PUBLIC")
    for table, once in GUARDED.items():
        op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
        op.execute(
            f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION refuse_unaudited_factor()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
        for name, what in (("written_once", f"UPDATE OF {once}"), ("no_truncate", "TRUNCATE")):
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT"
                " EXECUTE FUNCTION refuse_rewriting()"
            )
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    for table, column in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
    _apart()
    for table in GRANTS:
        op.execute(f"DROP TABLE IF EXISTS {table}")
    op.execute("DROP FUNCTION IF EXISTS refuse_unaudited_factor()")
    _apart()
    op.execute("DELETE FROM audit_vocabulary WHERE action = 'factor\\:invite'")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
