"""Imports: tables of people, sealed until their rows are loaded."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

EVENTS = (
    "begin", "check", "finish", "give_up", "list", "load", "read", "read_template", "stop",
)  # fmt: skip
IMPORT = """
CREATE TABLE IF NOT EXISTS case_import (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)
        || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    organisation_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    client_id uuid,
    token_id text NOT NULL,
    status text NOT NULL CONSTRAINT ck_case_import_status_code
        CHECK (status = ANY ('{loading,done,stopped}'::text[])),
    stop_reason text CONSTRAINT ck_case_import_stop_reason_code
        CHECK (stop_reason = ANY ('{by_owner,no_longer_allowed}'::text[])),
    rows integer NOT NULL,
    good integer NOT NULL,
    loaded integer NOT NULL,
    refused integer NOT NULL,
    problems jsonb NOT NULL,
    digest bytea NOT NULL,
    wrapping_key_id text,
    wrapped_key bytea,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    closed_at timestamptz,
    version integer NOT NULL,
    CONSTRAINT pk_case_import PRIMARY KEY (id)
)
"""
ROW = """
CREATE TABLE IF NOT EXISTS import_row (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    organisation_id uuid NOT NULL,
    sealed bytea,
    case_id uuid,
    CONSTRAINT pk_import_row PRIMARY KEY (import_id, number)
)
"""
INDEXES = (
    "ix_case_import_organisation_id_recorded_key ON case_import (organisation_id, recorded_key)",
    "ix_case_import_digest ON case_import (organisation_id, digest)",
    "ix_case_import_loading ON case_import (recorded_key) WHERE status = 'loading'",
    "ix_import_row_waiting ON import_row (import_id, number) WHERE sealed IS NOT NULL",
)
REFERRED = (
    ("case_import", "organisation_id", "organisation"),
    ("case_import", "agent_id", "agent"),
    ("import_row", "import_id", "case_import"),
)
GRANTS = {
    "case_import": (
        "SELECT, INSERT",
        "UPDATE (status, stop_reason, loaded, refused, problems, wrapping_key_id, wrapped_key,"
        " closed_at, version)",
    ),
    "import_row": ("SELECT, INSERT", "UPDATE (sealed, case_id)"),
}
# Of each table: the id whose event vouches for a change, and what is written once.
GUARDED = {
    "case_import": (
        "'id'",
        "id, organisation_id, agent_id, client_id, token_id, rows, good, digest, recorded_at",
    ),
    "import_row": ("'import_id'", "import_id, number, organisation_id"),
}
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
SIGHT = f"organisation_id = {ME} OR {SYSTEM}"


def upgrade() -> None:
    words = ", ".join(f"('import:{event}')" for event in EVENTS)
    op.execute(_plain(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING"))
    _apart()
    for table in (IMPORT, ROW):
        op.execute(_plain(table))
    for index in INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    for table, column, referred in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_{column}"
            f" FOREIGN KEY ({column}) REFERENCES {referred} (id)"
        )
    _apart()
    for table in GRANTS:
        _secure(table)
        _guard(table)
    op.execute(
        "CREATE OR REPLACE TRIGGER wrapping_key BEFORE INSERT OR UPDATE ON case_import"
        " FOR EACH ROW EXECUTE FUNCTION refuse_dropped_key()"
    )
    op.execute("ALTER TABLE case_import ENABLE ALWAYS TRIGGER wrapping_key")


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", _plain(SIGHT))):
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE POLICY {name} ON {table} TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    for grant in GRANTS[table]:
        op.execute(f"GRANT {grant} ON {table} TO referral_app")


def _guard(table: str) -> None:
    about, once = GUARDED[table]
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        f" EXECUTE FUNCTION refuse_unaudited_network({about})"
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
    for table, column, _ in reversed(REFERRED):
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
    _apart()
    for table in reversed(GRANTS):
        op.execute(f"DROP TABLE IF EXISTS {table}")
    _apart()
    op.execute("DELETE FROM audit_vocabulary WHERE action LIKE 'import\\:%'")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
