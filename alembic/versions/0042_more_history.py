"""Handoffs, consents, places, entries, contributions and organisations keep their history.

Figures of access count events of the audit log as of a cut, so that a cut keeps when its generation
began: before that, every event had been recorded under numbers that do not count any more.
"""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# What is counted of each row: the key of the row, the counted columns (of ``domain/figures/history``),
# each with what it is made of if that has another name, and the organisations whose own row it is.
COUNTED = {
    "handoff": (
        "id",
        "case_id uuid, kind text, status text, from_id uuid, to_id uuid, priority text, reason text,"
        " end_reason text, forced boolean, physical boolean, sex text, age_band text, region text,"
        " treated_as_child boolean, offered_at timestamptz, decide_by timestamptz,"
        " accepted_at timestamptz, departed_at timestamptz, expected_arrival timestamptz,"
        " arrived_at timestamptz, arrival_happened_at timestamptz, closed_at timestamptz",
        {},
        "({h}.from_id = {me} OR {h}.to_id = {me})",
    ),
    "consent": (
        "id",
        "case_id uuid, status text, given_by text, method text, purposes text[], legal_ground text,"
        " organisation_id uuid, is_confirmed boolean, confirm_by timestamptz,"
        " stated_at timestamptz, active_since timestamptz, refused_at timestamptz,"
        " ended_at timestamptz",
        {"stated_at": "{r}.recorded_at", "is_confirmed": "({r}.second_agent_id IS NOT NULL)"},
        "{h}.organisation_id = {me}",
    ),
    "capacity": (
        "organisation_id",
        "places integer, held integer, occupied integer",
        {},
        "{h}.row_id = {me}",
    ),
}
# Of which an image is kept whole, as JSON: low in number, and no person inside.
PROGRAMME = (
    "prevention_activity", "programme_document", "legal_text", "partner", "partner_agreement",
    "partner_contribution", "staff_count", "plan_objective", "plan_indicator", "plan_value",
    "report_text", "aggregate", "contribution", "contribution_call", "contribution_request",
)  # fmt: skip
# Only these columns of theirs.
PARTS = {"organisation": ("type", "regions", "active", "created_at")}
# Which everybody who may count counts for the country.
FOR_EVERYBODY = (
    "prevention_activity", "programme_document", "legal_text", "partner", "partner_agreement",
    "partner_contribution", "plan_objective", "plan_indicator", "plan_value", "contribution_call",
    "contribution_request", "organisation",
)  # fmt: skip
ME = "(SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)"
SIGHT = "(SELECT current_setting('app.sight'::text, true))"
ALL = f"{SIGHT} = 'flow'::text"
COUNT = """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_{table} h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.{key} AND h.ended IS NULL
            AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_{table} (row_id, generation, {columns})
    VALUES (NEW.{key}, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ROW({excluded});
    RETURN NULL;
END
"""
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
            ' SELECT t.%I, (SELECT g.number FROM generation g), ' || t_columns || ' FROM %I t'
            ' WHERE t.ctid = ANY ($1)'
            ' AND NOT EXISTS (SELECT 1 FROM %I h WHERE h.row_id = t.%I)',
            'counted_' || listed, key, listed, 'counted_' || listed, key
        ) USING found;
        COMMIT;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
"""
# Who entered it is not counted; an answer to a call has no id of its own.
KEY = (
    "COALESCE({told} ->> 'id', md5(concat({told} ->> 'contribution_request_id',"
    " {told} ->> 'organisation_id')))::uuid"
)
OWNER = "COALESCE({told} ->> 'organisation_id', {told} ->> 'id')::uuid"
LEFT_OUT = "'{recorded_key,recorded_by_agent_id,recorded_by_client_id}'::text[]"
KEEP = f"""
DECLARE
    told jsonb := to_jsonb(NEW);
    key uuid := {KEY.format(told="told")};
    owner uuid := {OWNER.format(told="told")};
BEGIN
    told := told - {LEFT_OUT};
    IF TG_NARGS > 0 THEN
        told := (SELECT jsonb_object_agg(name, told -> name) FROM unnest(TG_ARGV) name);
    END IF;
    PERFORM 1 FROM entry_image h
    WHERE h.kind = TG_TABLE_NAME AND h.row_id = key AND h.ended IS NULL AND h.image = told;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE entry_image h
    SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
    WHERE h.kind = TG_TABLE_NAME AND h.row_id = key AND h.ended IS NULL
    AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    INSERT INTO entry_image (kind, row_id, generation, organisation_id, image)
    VALUES (TG_TABLE_NAME, key, (SELECT g.number FROM generation g), owner, told)
    ON CONFLICT (kind, row_id, began, generation)
    DO UPDATE SET (organisation_id, image) = ROW(EXCLUDED.organisation_id, EXCLUDED.image);
    RETURN NULL;
END
"""
HEAD = """
    row_id uuid NOT NULL,
    began xid8 NOT NULL DEFAULT pg_current_xact_id(),
    generation bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    ended xid8,
    ended_generation bigint"""
# The columns of an event that are counted: neither who nor of which case.
OF_EVENTS = "id, recorded_at, xid, action, outcome, code, organisation_id, roles, section"


def upgrade() -> None:
    op.execute("ALTER TABLE cut ADD COLUMN IF NOT EXISTS generation_since timestamptz")
    for table, (_, columns, _, own) in COUNTED.items():
        history = f"counted_{table}"
        op.execute(
            f"CREATE TABLE IF NOT EXISTS {history} ({HEAD}, {columns},"
            f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
        )
        _secure(history, f"{ALL} OR {own.format(h=history, me=ME)}")
    # The places of one organisation change with each arrival: what stands is found at once.
    op.execute(
        "CREATE UNIQUE INDEX IF NOT EXISTS uq_counted_capacity_standing ON counted_capacity (row_id)"
        " WHERE ended IS NULL"
    )
    op.execute(
        f"CREATE TABLE IF NOT EXISTS entry_image (kind text NOT NULL, {HEAD},"
        " organisation_id uuid NOT NULL, image jsonb NOT NULL,"
        " CONSTRAINT pk_entry_image PRIMARY KEY (kind, row_id, began, generation))"
    )
    shown = f"kind = ANY ('{{{','.join(FOR_EVERYBODY)}}}'::text[])"
    _secure(
        "entry_image",
        f"{ALL} OR entry_image.organisation_id = {ME}"
        f" OR ({SIGHT} = 'programme'::text AND entry_image.{shown})",
    )
    _function("keep_entry_image", KEEP)
    for table, (key, columns, made, _) in COUNTED.items():
        _apart()
        _count(table, key, _names(columns), made)
    for table in (*PROGRAMME, *PARTS):
        _apart()
        arguments = ", ".join(f"'{name}'" for name in PARTS.get(table, ()))
        op.execute(
            f"CREATE OR REPLACE TRIGGER imaged AFTER INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION keep_entry_image({arguments})"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER imaged")
    _fill()
    _apart()
    op.execute(f"GRANT SELECT ({OF_EVENTS}) ON audit_event TO referral_figures")
    op.execute("DROP POLICY IF EXISTS figures ON audit_event")
    op.execute(
        "CREATE POLICY figures ON audit_event FOR SELECT TO referral_figures"
        f" USING ({ALL} OR organisation_id = {ME})"
    )
    with op.get_context().autocommit_block():
        # Events come in the order of time: a small index that costs next to nothing to keep.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_audit_event_recorded_at")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_audit_event_recorded_at ON audit_event"
            " USING brin (recorded_at) WITH (autosummarize=on)"
        )


def _fill() -> None:
    op.execute(
        "CREATE OR REPLACE PROCEDURE fill_counted(listed text, key text, columns text, t_columns text)"
        f" LANGUAGE plpgsql AS $body${FILL}$body$"
    )
    op.execute("REVOKE ALL ON PROCEDURE fill_counted(text, text, text, text) FROM PUBLIC")
    with op.get_context().autocommit_block():
        for table, (key, columns, made, _) in COUNTED.items():
            names = _names(columns)
            op.execute(
                f"CALL fill_counted('{table}', '{key}', '{', '.join(names)}',"
                f" '{_values('t', names, made)}')"
            )
    op.execute("DROP PROCEDURE IF EXISTS fill_counted(text, text, text, text)")
    for table in (*PROGRAMME, *PARTS):
        _apart()
        told = f"told.row - {LEFT_OUT}"
        if table in PARTS:
            pairs = ", ".join(f"'{name}', told.row -> '{name}'" for name in PARTS[table])
            told = f"jsonb_build_object({pairs})"
        key, owner = KEY.format(told="told.row"), OWNER.format(told="told.row")
        op.execute(
            _plain(
                "INSERT INTO entry_image (kind, row_id, generation, organisation_id, image)"
                f" SELECT '{table}', {key}, (SELECT g.number FROM generation g), {owner}, {told}"
                f" FROM (SELECT to_jsonb(t) AS row FROM {table} t FOR NO KEY UPDATE OF t) told"
                " WHERE NOT EXISTS (SELECT 1 FROM entry_image h"
                f" WHERE h.kind = '{table}' AND h.row_id = {key})"
            )
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_audit_event_recorded_at")
    op.execute("DROP POLICY IF EXISTS figures ON audit_event")
    op.execute(f"REVOKE SELECT ({OF_EVENTS}) ON audit_event FROM referral_figures")
    for table in (*PROGRAMME, *PARTS):
        _apart()
        op.execute(f"DROP TRIGGER IF EXISTS imaged ON {table}")
    for table in COUNTED:
        _apart()
        op.execute(f"DROP TRIGGER IF EXISTS counted ON {table}")
        op.execute(f"DROP TRIGGER IF EXISTS counted_again ON {table}")
        op.execute(f"DROP FUNCTION IF EXISTS count_{table}()")
        op.execute(f"DROP TABLE IF EXISTS counted_{table}")
    _apart()
    op.execute("DROP FUNCTION IF EXISTS keep_entry_image()")
    op.execute("DROP TABLE IF EXISTS entry_image")
    op.execute("DROP PROCEDURE IF EXISTS fill_counted(text, text, text, text)")
    op.execute("ALTER TABLE cut DROP COLUMN IF EXISTS generation_since")


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


def _values(row: str, names: list[str], made: dict[str, str]) -> str:
    return ", ".join(made.get(name, f"{{r}}.{name}").format(r=row) for name in names)


def _secure(table: str, shown: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"DROP POLICY IF EXISTS owner ON {table}")
    op.execute(
        f"CREATE POLICY owner ON {table} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
    )
    op.execute(f"DROP POLICY IF EXISTS figures ON {table}")
    op.execute(f"CREATE POLICY figures ON {table} FOR SELECT TO referral_figures USING ({shown})")
    op.execute(f"GRANT SELECT ON {table} TO referral_figures")


def _function(name: str, body: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")


def _count(table: str, key: str, names: list[str], made: dict[str, str]) -> None:
    body = COUNT.format(
        table=table, key=key, columns=", ".join(names), values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    _function(f"count_{table}", body)
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted AFTER INSERT ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION count_{table}()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER counted")
    before, after = (_values(row, names, made) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_{table}()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER counted_again")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
