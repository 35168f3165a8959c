"""Reconsiderations: a negative decision is taken up again at the request of the person.

The request puts the case under review, and its end returns the case to where it was; whoever asks
need not answer for the case. While one is open, nothing else concludes the review.
"""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


VOCABULARY = {
    "reconsideration": "admit change list not_admit overdue read request uphold withdraw",
}
NAME = "reconsideration"
_READS = "'exploitation' = ANY (g.reads)"
_SEEN = f"recorded_by_organisation_id = {ME} OR {FLOW} OR {granted('reconsideration', _READS)}"
# Who reads, who adds, who changes.
POLICIES = (
    _SEEN,
    f"recorded_by_organisation_id = {ME} AND {granted('reconsideration', _READS)}",
    _SEEN,
)
WRITTEN_ONCE = (
    "id, case_id, decision_id, status_before, first_agent_id, asked_by, asked_on,"
    " late_reason, new_facts, sealed_grounds, recorded_by_organisation_id, recorded_by_agent_id,"
    " recorded_at"
)
CHANGED = (
    "status, sealed_reasons, decided_by_organisation_id, decided_by_agent_id, decided_at,"
    " overdue_at, closed_at, version"
)
FUNCTIONS = {
    # The case first: it goes under review with the request, and nothing concludes it meanwhile.
    "begin_reconsideration": """
    DECLARE subject "case";
    BEGIN
        SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR UPDATE;
        SELECT d.agent_id INTO NEW.first_agent_id FROM decision d
        WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id;
        IF NEW.first_agent_id IS NULL OR subject.state IS DISTINCT FROM 'open'
            OR subject.status <> ALL (ARRAY['not_presumed', 'not_identified']) THEN
            RAISE EXCEPTION 'no negative decision stands' USING ERRCODE = 'NR003';
        END IF;
        NEW.status_before := subject.status;
        NEW.custodian_id := subject.protection_custodian_id;
        RETURN NEW;
    END
    """,
    "follow_reconsideration": """
    BEGIN
        IF TG_OP = 'INSERT' THEN
            UPDATE "case" SET status = 'under_review', updated_at = now(), version = version + 1
            WHERE id = NEW.case_id;
        ELSIF NEW.status IN ('not_admitted', 'upheld', 'withdrawn') THEN
            UPDATE "case" SET status = NEW.status_before, updated_at = now(), version = version + 1
            WHERE id = NEW.case_id AND status = 'under_review';
        END IF;
        RETURN NULL;
    END
    """,
    # Whoever took the contested decision does not conclude its review by another way.
    "keep_review": """
    BEGIN
        IF EXISTS (
            SELECT 1 FROM reconsideration r WHERE r.case_id = NEW.case_id
            AND r.status IN ('requested', 'admitted')
        ) THEN
            RAISE EXCEPTION 'a reconsideration is open' USING ERRCODE = 'NR003';
        END IF;
        RETURN NEW;
    END
    """,
    "move_reconsiderations": """
    BEGIN
        UPDATE reconsideration SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        RETURN NULL;
    END
    """,
}
TRIGGERS = {
    "reconsideration": {
        "begin_reconsideration": "BEFORE INSERT ON reconsideration FOR EACH ROW"
        " EXECUTE FUNCTION begin_reconsideration()",
        "follow_reconsideration": "AFTER INSERT OR UPDATE OF status ON reconsideration"
        " FOR EACH ROW EXECUTE FUNCTION follow_reconsideration()",
    },
    "decision": {
        "keep_review": "BEFORE INSERT ON decision FOR EACH ROW"
        " WHEN (NEW.from_status = 'under_review') EXECUTE FUNCTION keep_review()",
    },
    "custody": {
        "move_reconsiderations": "AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.kind = 'protection' AND NEW.seq > 1) EXECUTE FUNCTION move_reconsiderations()",
    },
}
# What is counted: the columns, what some of them are made of, and whose own row it is.
COUNTED = (
    "case_id uuid, status text, asked_by text, asked_on date, is_late boolean,"
    " is_overdue boolean, recorded_by_organisation_id uuid, decided_by_organisation_id uuid,"
    " decided_at timestamptz",
    {
        "is_late": "({r}.late_reason IS NOT NULL)", "is_overdue": "({r}.overdue_at IS NOT NULL)",
    },
    "{h}.recorded_by_organisation_id = {me} OR {h}.decided_by_organisation_id = {me}",
)  # fmt: skip
TABLE = """CREATE TABLE IF NOT EXISTS reconsideration (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    decision_id UUID NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_reconsideration_status_code CHECK (status = ANY ('{requested,admitted,not_admitted,upheld,changed,withdrawn}'::text[])),
    status_before TEXT CONSTRAINT ck_reconsideration_status_before_code CHECK (status_before = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[])),
    first_agent_id UUID,
    asked_by TEXT NOT NULL CONSTRAINT ck_reconsideration_asked_by_code CHECK (asked_by = ANY ('{person,guardian,counsel,custodian}'::text[])),
    asked_on DATE NOT NULL,
    due_by TIMESTAMP WITH TIME ZONE NOT NULL,
    late_reason TEXT CONSTRAINT ck_reconsideration_late_reason_code CHECK (late_reason = ANY ('{not_told,no_interpreter,health,no_counsel,fear,child,new_facts,other}'::text[])),
    new_facts TEXT NOT NULL CONSTRAINT ck_reconsideration_new_facts_code CHECK (new_facts = ANY ('{yes,no,unknown,not_asked}'::text[])),
    sealed_grounds BYTEA,
    sealed_reasons BYTEA,
    decided_by_organisation_id UUID,
    decided_by_agent_id UUID,
    decided_at TIMESTAMP WITH TIME ZONE,
    overdue_at TIMESTAMP WITH TIME ZONE,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_reconsideration PRIMARY KEY (id),
    CONSTRAINT ck_reconsideration_another_decides CHECK (decided_by_agent_id IS NULL OR decided_by_agent_id <> first_agent_id)
)"""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_reconsideration_case_id_recorded_key ON reconsideration (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_reconsideration_due_by ON reconsideration (due_by) WHERE status IN ('admitted','requested') AND overdue_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_reconsideration_recorded_by_organisation_id_recorded_key ON reconsideration (recorded_by_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_reconsideration_recorded_key ON reconsideration (recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_reconsideration_open ON reconsideration (case_id) WHERE status IN ('requested','admitted')",
)
REFERRED = {
    "case_id": "case",
    "decided_by_agent_id": "agent",
    "decided_by_organisation_id": "organisation",
    "decision_id": "decision",
    "recorded_by_agent_id": "agent",
    "recorded_by_organisation_id": "organisation",
}

# What notices were held to before.
NOTICES = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call,possible_duplicate,measure_telling,measure_answer,measure_determination,"
    "measure_review"
)
KINDS = "reconsideration_decision"
ALSO: dict[tuple[str, str], str] = {}
HEAD = """
    row_id uuid NOT NULL,
    began xid8 NOT NULL DEFAULT pg_current_xact_id(),
    generation bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    ended xid8,
    ended_generation bigint"""
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
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ROW({excluded});
    RETURN NULL;
END
"""


def upgrade() -> None:
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    op.execute(_plain(TABLE))
    for index in INDEXES:
        op.execute(_plain(index))
    _hold_codes()
    columns, made, own = COUNTED
    _create_history(columns, own)
    for column, referred in REFERRED.items():
        _apart()
        op.execute(f"ALTER TABLE {NAME} DROP CONSTRAINT IF EXISTS fk_{NAME}_{column}")
        op.execute(
            f"ALTER TABLE {NAME} ADD CONSTRAINT fk_{NAME}_{column}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
        )
    _apart()
    _guard()
    for name, body in FUNCTIONS.items():
        _function(name, body)
    _count(_names(columns), made)
    for triggers in TRIGGERS.values():
        _apart()
        for name, of in triggers.items():
            op.execute(f"CREATE OR REPLACE TRIGGER {name} {of}")
    _apart()
    for (table, name), rule in ALSO.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))
    _apart()
    _hold_notices(f"{NOTICES},{KINDS}")


def _hold_notices(kinds: str) -> None:
    op.execute("ALTER TABLE notice DROP CONSTRAINT IF EXISTS ck_notice_kind_code")
    op.execute(
        _plain(
            "ALTER TABLE notice ADD CONSTRAINT ck_notice_kind_code"
            f" CHECK (kind = ANY ('{{{kinds}}}'::text[])) NOT VALID"
        )
    )
    _apart()
    op.execute("ALTER TABLE notice VALIDATE CONSTRAINT ck_notice_kind_code")
    _apart()


def _hold_codes() -> None:
    rules = globals().get("CODES")
    if rules is None:
        return
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION codes_of_{NAME}(checked {NAME}) RETURNS boolean"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $body$\nBEGIN\n    RETURN {rules};\nEND\n$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION codes_of_{NAME} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION codes_of_{NAME} TO referral_app")
    op.execute(f"ALTER TABLE {NAME} DROP CONSTRAINT IF EXISTS ck_{NAME}_codes")
    op.execute(
        f"ALTER TABLE {NAME} ADD CONSTRAINT ck_{NAME}_codes CHECK (codes_of_{NAME}({NAME}.*))"
    )


def _create_history(columns: str, own: str) -> None:
    history = f"counted_{NAME}"
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {history} ({HEAD}, {columns},"
        f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    op.execute(f"DROP POLICY IF EXISTS owner ON {history}")
    op.execute(
        f"CREATE POLICY owner ON {history} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
    )
    op.execute(f"DROP POLICY IF EXISTS figures ON {history}")
    shown = f"{SIGHT} = 'flow' OR {own.format(h=history, me=ME)}"
    op.execute(
        _plain(f"CREATE POLICY figures ON {history} FOR SELECT TO referral_figures USING ({shown})")
    )
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _guard() -> None:
    """Give the table its row security, its rights and its guards."""
    seen, added, changed = (_plain(rule) for rule in POLICIES)
    op.execute(f"ALTER TABLE {NAME} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {NAME} FORCE ROW LEVEL SECURITY")
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "app_select": f"FOR SELECT TO referral_app USING ({seen})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({added})",
        "app_update": f"FOR UPDATE TO referral_app USING ({changed})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {NAME}")
        op.execute(f"CREATE POLICY {name} ON {NAME} {rule}")
    op.execute(f"GRANT SELECT, INSERT ON {NAME} TO referral_app")
    op.execute(f"GRANT UPDATE ({CHANGED}) ON {NAME} TO referral_app")
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {NAME}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {NAME}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {WRITTEN_ONCE}"
        f" ON {NAME} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {NAME}")
        op.execute(made)
        op.execute(f"ALTER TABLE {NAME} ENABLE ALWAYS TRIGGER {name}")


def _count(names: list[str], made: dict[str, str]) -> None:
    body = COUNT.format(
        table=NAME, columns=", ".join(names), values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    _function(f"count_{NAME}", body)
    before, after = (_values(row, names, made) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted AFTER INSERT ON {NAME}"
        f" FOR EACH ROW EXECUTE FUNCTION count_{NAME}()"
    )
    op.execute(
        _plain(
            f"CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON {NAME} FOR EACH ROW"
            f" WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_{NAME}()"
        )
    )
    for name in ("counted", "counted_again"):
        op.execute(f"ALTER TABLE {NAME} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    # The version before knows none of these kinds.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS.split(","))
    told = f"SELECT id FROM notice WHERE kind IN ({kinds})"
    op.execute(f"DELETE FROM notice_message WHERE notice_id IN ({told})")
    op.execute(f"DELETE FROM notice WHERE kind IN ({kinds})")
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    _apart()
    _hold_notices(NOTICES)
    for table, name in ALSO:
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
    for table, triggers in TRIGGERS.items():
        if table != NAME:
            _apart()
            for name in triggers:
                op.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    for column in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {NAME} DROP CONSTRAINT IF EXISTS fk_{NAME}_{column}")
    _apart()
    op.execute(f"DROP TABLE IF EXISTS {NAME} CASCADE")
    op.execute(f"DROP FUNCTION IF EXISTS count_{NAME}()")
    op.execute(f"DROP TABLE IF EXISTS counted_{NAME}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _function(name: str, body: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


def _values(row: str, names: list[str], made: dict[str, str]) -> str:
    return ", ".join(made.get(name, f"{{r}}.{name}").format(r=row) for name in names)


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
