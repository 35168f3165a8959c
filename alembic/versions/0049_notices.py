"""Notices: each stage of a limit is told once; indexes find what is due in the rows."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

VOCABULARY = ("notice:list", "notice:mark_read", "notice:read", "notice:write")
ROLES = (
    "administrator,auditor,case_worker,coordinator,first_responder,identification_authority,"
    "intake_officer,investigator,magistrate,partner_system,supervisor"
)
KINDS = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,agreement_end,contribution_call"
)
STAGES = "reminder,supervisor,region,country,passed,proposal"
TABLE = f"""
CREATE TABLE IF NOT EXISTS notice (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)
        || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    organisation_id uuid NOT NULL,
    agent_id uuid,
    role text CONSTRAINT ck_notice_role_code CHECK (role = ANY ('{{{ROLES}}}'::text[])),
    kind text NOT NULL CONSTRAINT ck_notice_kind_code CHECK (kind = ANY ('{{{KINDS}}}'::text[])),
    stage text NOT NULL
        CONSTRAINT ck_notice_stage_code CHECK (stage = ANY ('{{{STAGES}}}'::text[])),
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    concerned_id uuid NOT NULL,
    candidates uuid[] DEFAULT '{{}}' NOT NULL,
    due_at timestamptz NOT NULL,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    read_at timestamptz,
    read_by_agent_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_notice PRIMARY KEY (id)
)
"""
REFERRED = (
    ("organisation_id", "organisation"), ("agent_id", "agent"), ("concerned_id", "organisation"),
    ("read_by_agent_id", "agent"),
)  # fmt: skip
OWN_INDEXES = (
    "UNIQUE INDEX IF NOT EXISTS uq_notice_stage ON notice"
    " (subject_id, kind, due_at, concerned_id, stage, organisation_id)",
    "INDEX IF NOT EXISTS ix_notice_organisation_id_recorded_key ON notice"
    " (organisation_id, recorded_key)",
    "INDEX IF NOT EXISTS ix_notice_unread ON notice (organisation_id, recorded_key)"
    " WHERE read_at IS NULL",
)
# What waits beside the limits that have an index already.
INDEXES = {
    "ix_referral_awaited_arrival": "referral (expected_arrival) WHERE"
    " status IN ('accepted','on_hold') AND started_at IS NULL AND expected_arrival IS NOT NULL",
    "ix_referral_review_on": "referral (review_on) WHERE status = 'on_hold'",
    "ix_handoff_expected_arrival": "handoff (expected_arrival) WHERE"
    " status = 'accepted' AND departed_at IS NOT NULL",
}
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
POLICIES = {
    "app_select": f"FOR SELECT TO referral_app USING (organisation_id = {ME} OR {SYSTEM})",
    "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({SYSTEM})",
    "app_update": f"FOR UPDATE TO referral_app USING (organisation_id = {ME})",
    "owner": "TO referral_owner USING (true) WITH CHECK (true)",
}
ONCE = (
    "id, organisation_id, agent_id, role, kind, stage, subject, subject_id, concerned_id,"
    " candidates, due_at, recorded_at"
)


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    op.execute(_plain(TABLE))
    for index in OWN_INDEXES:
        op.execute(f"CREATE {index}")
    for column, table in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE notice DROP CONSTRAINT IF EXISTS fk_notice_{column}")
        op.execute(
            f"ALTER TABLE notice ADD CONSTRAINT fk_notice_{column}"
            f" FOREIGN KEY ({column}) REFERENCES {table} (id)"
        )
    _apart()
    _secure()
    with op.get_context().autocommit_block():
        for name, place in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")


def _secure() -> None:
    op.execute("ALTER TABLE notice ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE notice FORCE ROW LEVEL SECURITY")
    for name, rule in POLICIES.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON notice")
        op.execute(_plain(f"CREATE POLICY {name} ON notice {rule}"))
    op.execute("GRANT SELECT, INSERT ON notice TO referral_app")
    op.execute("GRANT UPDATE (read_at, read_by_agent_id, version) ON notice TO referral_app")
    op.execute("DROP TRIGGER IF EXISTS unaudited ON notice")
    op.execute(
        "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON notice"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited_network('id')"
    )
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (("written_once", f"UPDATE OF {ONCE}"), ("no_truncate", "TRUNCATE")):
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON notice")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON notice FOR EACH STATEMENT"
            " EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE notice ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    for column, _ in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS notice DROP CONSTRAINT IF EXISTS fk_notice_{column}")
    _apart()
    op.execute("DROP TABLE IF EXISTS notice")
    _apart()
    words = ", ".join(f"'{word}'" for word in VOCABULARY)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
