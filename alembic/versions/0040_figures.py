"""Counted columns of cases, decisions and referrals keep their history; cuts and answers of figures.

``referral_figures`` reads the history. A superuser creates that role (``bootstrap-sql``) before this
migration.
"""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

# What is counted of each row: the counted table, its columns (of ``domain/figures/history``), and the
# organisation or organisations whose own row it is.
COUNTED = {
    "case": (
        "sex text, age_band text, age_in_doubt boolean, region text, nationality text,"
        " nationalities text[], status text, state text, closure_reason text, closed_at timestamptz,"
        " registered_by_organisation_id uuid, registered_at timestamptz",
        "{h}.registered_by_organisation_id = {me}",
    ),
    "decision": (
        "case_id uuid, from_status text, to_status text, forms text[], treated_as_child boolean,"
        " ground text, organisation_id uuid, decided_at timestamptz",
        "{h}.organisation_id = {me}",
    ),
    "referral": (
        "case_id uuid, status text, sender_id uuid, receiver_id uuid, service_type text,"
        " priority text, sex text, age_band text, region text, treated_as_child boolean,"
        " end_reason text, outcome text, decide_by timestamptz, sent_at timestamptz,"
        " received_at timestamptz, accepted_at timestamptz, started_at timestamptz,"
        " closed_at timestamptz",
        "({h}.sender_id = {me} OR {h}.receiver_id = {me})",
    ),
}
ME = "(SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)"
ALL = "(SELECT current_setting('app.sight'::text, true)) = 'flow'::text"
# The row that counts now ends, and the new one begins, by the transaction of the act itself.
COUNT = """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_{table} h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
            AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_{table} (row_id, generation, {columns})
    VALUES (NEW.id, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ({excluded});
    RETURN NULL;
END
"""
VOCABULARY = (
    "figure:ask",
    "figure:list",
    "figure:read",
    "figure:verify",
    "cut:list",
    "cut:read",
    "cut:take",
)
# Rows of before, a few thousand in one transaction. Each is held meanwhile, so that its next change
# finds what was written here.
FILL = """
DECLARE place tid := '(0,0)'; found tid[];
BEGIN
    LOOP
        EXECUTE format(
            'SELECT array_agg(ctid), max(ctid) FROM (SELECT ctid FROM %I WHERE ctid > $1'
            ' ORDER BY ctid LIMIT 5000 FOR NO KEY UPDATE) row', listed
        ) INTO found, place USING place;
        EXIT WHEN found IS NULL;
        EXECUTE format(
            'INSERT INTO %I (row_id, generation, ' || columns || ')'
            ' SELECT t.id, (SELECT g.number FROM generation g), ' || t_columns || ' FROM %I t'
            ' WHERE t.ctid = ANY ($1)'
            ' AND NOT EXISTS (SELECT 1 FROM %I h WHERE h.row_id = t.id)',
            'counted_' || listed, listed, 'counted_' || listed
        ) USING found;
        COMMIT;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
"""
ANSWERS = """
CREATE TABLE cut (
    id uuid CONSTRAINT pk_cut PRIMARY KEY,
    taken_at timestamptz NOT NULL DEFAULT now(),
    snapshot text NOT NULL,
    wal text NOT NULL,
    generation bigint NOT NULL,
    label text,
    agent_id uuid,
    organisation_id uuid NOT NULL
);
CREATE TABLE figure_answer (
    id uuid CONSTRAINT pk_figure_answer PRIMARY KEY,
    code text NOT NULL,
    definition_version integer NOT NULL,
    since timestamptz,
    before timestamptz,
    "by" text[] NOT NULL,
    scope text NOT NULL,
    organisation_id uuid NOT NULL,
    agent_id uuid,
    cut_id uuid NOT NULL CONSTRAINT fk_figure_answer_cut_id REFERENCES cut (id),
    answer bytea NOT NULL,
    hash bytea NOT NULL,
    software text NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_figure_answer_organisation_id_id ON figure_answer (organisation_id, id);
CREATE INDEX ix_cut_organisation_id_id ON cut (organisation_id, id);
CREATE TABLE figure_verification (
    id uuid CONSTRAINT pk_figure_verification PRIMARY KEY,
    answer_id uuid NOT NULL
        CONSTRAINT fk_figure_verification_answer_id REFERENCES figure_answer (id),
    hash bytea NOT NULL,
    equal boolean NOT NULL,
    agent_id uuid,
    organisation_id uuid NOT NULL,
    verified_at timestamptz NOT NULL DEFAULT now()
)
"""


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    op.execute("GRANT SELECT ON generation TO referral_figures")
    op.execute("GRANT SELECT (id, type) ON organisation TO referral_figures")
    for table, (columns, own) in COUNTED.items():
        _make_history(table, columns, own)
    for statement in ANSWERS.split(";\n"):
        op.execute(statement)
    for table in ("cut", "figure_answer", "figure_verification"):
        op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY owner ON {table} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
        )
        op.execute(
            f"CREATE POLICY app_select ON {table} FOR SELECT TO referral_app"
            f" USING ({ALL} OR organisation_id = {ME})"
        )
        op.execute(
            f"CREATE POLICY app_insert ON {table} FOR INSERT TO referral_app"
            f" WITH CHECK (organisation_id = {ME})"
        )
        op.execute(
            f"CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")
    for table, (columns, _) in COUNTED.items():
        _apart()
        _count(table, _names(columns))
    op.execute(
        "CREATE OR REPLACE PROCEDURE fill_counted(listed text, columns text, t_columns text)"
        f" LANGUAGE plpgsql AS $body${FILL}$body$"
    )
    op.execute("REVOKE ALL ON PROCEDURE fill_counted(text, text, text) FROM PUBLIC")
    with op.get_context().autocommit_block():
        for table, (columns, _) in COUNTED.items():
            names = _names(columns)
            t_columns = ", ".join(f"t.{name}" for name in names)
            op.execute(f"CALL fill_counted('{table}', '{', '.join(names)}', '{t_columns}')")
    op.execute("DROP PROCEDURE IF EXISTS fill_counted(text, text, text)")


def downgrade() -> None:
    for table in COUNTED:
        _apart()
        op.execute(f'DROP TRIGGER IF EXISTS counted ON "{table}"')
        op.execute(f'DROP TRIGGER IF EXISTS counted_again ON "{table}"')
        op.execute(f"DROP FUNCTION IF EXISTS count_{table}()")
        op.execute(f"DROP TABLE IF EXISTS counted_{table}")
    op.execute("DROP PROCEDURE IF EXISTS fill_counted(text, text, text)")
    for table in ("figure_verification", "figure_answer", "cut"):
        op.execute(f"DROP TABLE IF EXISTS {table}")
    op.execute("REVOKE SELECT ON generation FROM referral_figures")
    op.execute("REVOKE SELECT (id, type) ON organisation FROM referral_figures")
    words = ", ".join(f"'{word}'" for word in VOCABULARY)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


def _make_history(table: str, columns: str, own: str) -> None:
    history = f"counted_{table}"
    op.execute(
        f"CREATE TABLE {history} (row_id uuid NOT NULL,"
        " began xid8 NOT NULL DEFAULT pg_current_xact_id(), generation bigint NOT NULL,"
        " recorded_at timestamptz NOT NULL DEFAULT now(), ended xid8, ended_generation bigint,"
        f" {columns}, CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY owner ON {history} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
    )
    op.execute(
        f"CREATE POLICY figures ON {history} FOR SELECT TO referral_figures"
        f" USING ({ALL} OR {own.format(h=history, me=ME)})"
    )
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _count(table: str, names: list[str]) -> None:
    body = COUNT.format(
        table=table,
        columns=", ".join(names),
        values=", ".join(f"NEW.{name}" for name in names),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )
    op.execute(
        f"CREATE OR REPLACE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION count_{table}() FROM PUBLIC")
    op.execute(
        f'CREATE OR REPLACE TRIGGER counted AFTER INSERT ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION count_{table}()"
    )
    op.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER counted')
    before, after = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    op.execute(
        f'CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON "{table}" FOR EACH ROW'
        f" WHEN (({before}) IS DISTINCT FROM ({after})) EXECUTE FUNCTION count_{table}()"
    )
    op.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER counted_again')


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
