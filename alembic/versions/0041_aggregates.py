"""Aggregates: totals of past years and of others, kept as the entries of the programme are."""

from alembic import op

revision = "0041"
down_revision = "0040"
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
    kind text NOT NULL CONSTRAINT ck_aggregate_kind_code CHECK (kind = ANY ('{count,share,approximate}'::text[])),
    unit text NOT NULL CONSTRAINT ck_aggregate_unit_code CHECK (unit = ANY ('{person,participant,manual,proceeding,accused,conviction,percent,other}'::text[])),
    population text CONSTRAINT ck_aggregate_population_code CHECK (population = ANY ('{women,girls,men,boys,not_determined,women_and_girls,undivided}'::text[])),
    since date NOT NULL,
    before date NOT NULL,
    value numeric,
    words text NOT NULL,
    filter text NOT NULL,
    source text NOT NULL,
    dated date,
    CONSTRAINT ck_aggregate_in_order CHECK (since < before),
    CONSTRAINT ck_aggregate_exact_has_a_value CHECK (kind = 'approximate' OR value IS NOT NULL)"""
COLUMNS = "code, kind, unit, population, since, before, value, words, filter, source, dated"
INDEXES = (
    "ix_aggregate_recorded_key ON aggregate (recorded_key)",
    "ix_aggregate_organisation_id_recorded_key ON aggregate (organisation_id, recorded_key)",
    "ix_aggregate_code_recorded_key ON aggregate (code, recorded_key)",
    "ix_aggregate_since ON aggregate (since)",
)
SIGHT = """organisation_id = NULLIF((SELECT current_setting('app.organisation_id', true)), '')::uuid
    OR (SELECT current_setting('app.sight', true)) = ANY (ARRAY['flow', 'system'])"""
ACTS = ("correct", "list", "read", "register", "withdraw")


def upgrade() -> None:
    words = ", ".join(f"('aggregate:{act}')" for act in ACTS)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    head = HEAD.replace("{table}", "aggregate")
    op.execute(_plain(f"CREATE TABLE IF NOT EXISTS aggregate ({head},{CONTENTS})"))
    for index in INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    op.execute("GRANT SELECT, INSERT ON aggregate TO referral_app")
    op.execute(
        f"GRANT UPDATE ({COLUMNS}, status, withdrawal_reason, version) ON aggregate TO referral_app"
    )
    op.execute("ALTER TABLE aggregate ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE aggregate FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", _plain(SIGHT))):
        op.execute(f"DROP POLICY IF EXISTS {name} ON aggregate")
        op.execute(
            f"CREATE POLICY {name} ON aggregate TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    op.execute("DROP TRIGGER IF EXISTS unaudited ON aggregate")
    op.execute(
        "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON aggregate"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited_network('id')"
    )
    op.execute("ALTER TABLE aggregate ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (
        ("written_once",
         "UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at"),
        ("no_truncate", "TRUNCATE"),
    ):  # fmt: skip
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON aggregate"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE aggregate ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS aggregate")
    words = ", ".join(f"'aggregate:{act}'" for act in ACTS)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")
