"""Breaks of series, kept as entries of the programme; by which date an aggregate counts."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

HEAD = """
    id uuid NOT NULL,
    recorded_key uuid DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)
        || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    organisation_id uuid NOT NULL,
    entered_by_organisation_id uuid NOT NULL,
    status text NOT NULL,
    withdrawal_reason text,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_{table} PRIMARY KEY (id),
    CONSTRAINT fk_{table}_organisation_id FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_{table}_entered_by_organisation_id
        FOREIGN KEY (entered_by_organisation_id) REFERENCES organisation (id),
    CONSTRAINT ck_{table}_status_code CHECK (status = ANY ('{registered,withdrawn}'::text[])),
    CONSTRAINT ck_{table}_withdrawal_reason_code CHECK (withdrawal_reason = ANY (
        '{entered_in_error,duplicate,not_confirmed,replaced,other}'::text[])),
    CONSTRAINT ck_{table}_withdrawal
        CHECK ((status = 'withdrawn') = (withdrawal_reason IS NOT NULL))"""
# What it says of itself.
CONTENTS = """
    code text NOT NULL,
    year integer NOT NULL,
    kind text NOT NULL CONSTRAINT ck_series_break_kind_code CHECK (kind = ANY ('{unit,filter,population,source_coverage,law,territory}'::text[])),
    text_fr text NOT NULL,
    text_en text NOT NULL"""
COLUMNS = "code, year, kind, text_fr, text_en"
INDEXES = (
    "INDEX IF NOT EXISTS ix_series_break_recorded_key ON series_break (recorded_key)",
    "INDEX IF NOT EXISTS ix_series_break_organisation_id_recorded_key ON series_break (organisation_id, recorded_key)",
    "INDEX IF NOT EXISTS ix_series_break_code_recorded_key ON series_break (code, recorded_key)",
    "UNIQUE INDEX IF NOT EXISTS uq_series_break_kind ON series_break (code, year, kind) WHERE status = 'registered'",
)
SIGHT = """organisation_id = NULLIF((SELECT current_setting('app.organisation_id', true)), '')::uuid
    OR (SELECT current_setting('app.sight', true)) = ANY (ARRAY['flow', 'system'])"""
VOCABULARY = (
    "series_break:correct",
    "series_break:list",
    "series_break:read",
    "series_break:register",
    "series_break:withdraw",
    "figure:compare",
    "figure:follow",
)


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    head = HEAD.replace("{table}", "series_break")
    op.execute(_plain(f"CREATE TABLE IF NOT EXISTS series_break ({head},{CONTENTS})"))
    for index in INDEXES:
        op.execute(f"CREATE {index}")
    op.execute("GRANT SELECT, INSERT ON series_break TO referral_app")
    op.execute(
        f"GRANT UPDATE ({COLUMNS}, status, withdrawal_reason, version) ON series_break TO referral_app"
    )
    op.execute("ALTER TABLE series_break ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE series_break FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", _plain(SIGHT))):
        op.execute(f"DROP POLICY IF EXISTS {name} ON series_break")
        op.execute(
            f"CREATE POLICY {name} ON series_break TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    op.execute("DROP TRIGGER IF EXISTS unaudited ON series_break")
    op.execute(
        "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON series_break"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited_network('id')"
    )
    op.execute("ALTER TABLE series_break ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (
        ("written_once",
         "UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at"),
        ("no_truncate", "TRUNCATE"),
    ):  # fmt: skip
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON series_break"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE series_break ENABLE ALWAYS TRIGGER {name}")
    _apart()
    op.execute("ALTER TABLE aggregate ADD COLUMN IF NOT EXISTS reference_date text")
    op.execute("GRANT UPDATE (reference_date) ON aggregate TO referral_app")


def downgrade() -> None:
    op.execute("ALTER TABLE aggregate DROP COLUMN IF EXISTS reference_date")
    _apart()
    op.execute("DROP TABLE IF EXISTS series_break")
    words = ", ".join(f"'{word}'" for word in VOCABULARY)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
