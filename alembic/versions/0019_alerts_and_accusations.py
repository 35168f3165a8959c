"""Alert the coordination, and keep both chains from the organisation that accuses the person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = (
    "accusation:lift", "accusation:list", "accusation:read", "accusation:record", "alert:end",
    "alert:list", "alert:raise", "alert:read", "alert:settle", "alert:take_up",
)  # fmt: skip
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW_OR_SYSTEM = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
ANSWERS = (
    f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = accusation.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now())"
    " AND g.basis = 'custody' AND 'protection' = ANY (g.reads) OFFSET 0)"
)
# table, command: USING and WITH CHECK
POLICIES = {
    ("accusation", "SELECT"): (f"{ANSWERS} OR {FLOW_OR_SYSTEM}", ""),
    ("accusation", "INSERT"): ("", f"recorded_by_organisation_id = {ME} AND {ANSWERS}"),
    ("accusation", "UPDATE"): (ANSWERS, ANSWERS),
    ("alert", "SELECT"): (FLOW_OR_SYSTEM, ""),
    ("alert", "INSERT"): ("", SYSTEM),
    ("alert", "UPDATE"): (FLOW_OR_SYSTEM, FLOW_OR_SYSTEM),
}
CHANGES = {
    "accusation": "status, closed_at, version",
    "alert": "status, taken_up_by_agent_id, closed_at, version",
}
WRITTEN_ONCE = {
    "accusation": "id, case_id, organisation_id, recorded_by_organisation_id,"
    " recorded_by_agent_id, recorded_at",
    "alert": "id, case_id, kind, about_id, organisation_id, told, raised_at",
}
KEYS = {
    "accusation": {
        "case_id": "case", "organisation_id": "organisation",
        "recorded_by_organisation_id": "organisation", "recorded_by_agent_id": "agent",
    },
    "alert": {
        "case_id": "case", "organisation_id": "organisation", "taken_up_by_agent_id": "agent",
    },
}  # fmt: skip
ACCUSER_WOULD_ANSWER = """
    SELECT EXISTS (
        SELECT 1 FROM accusation a JOIN "case" c ON c.id = a.case_id
        WHERE a.case_id = target AND a.organisation_id = candidate AND a.status = 'standing'
        AND candidate = CASE chain WHEN 'protection'
            THEN c.investigation_custodian_id ELSE c.protection_custodian_id END
    )
"""
LIVES = "k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now())"


def move_custody(*, unless_accuser: str) -> str:
    """Write the function that lets custody move."""
    return f"""
        DECLARE previous custody;
        BEGIN
            IF NEW.seq > 1 THEN
                SELECT * INTO previous FROM custody
                WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
            END IF;
            IF NEW.seq < 1 OR (NEW.seq > 1 AND previous.id IS NULL)
                OR NEW.since < previous.since THEN
                RAISE EXCEPTION 'the chain of custody has a gap' USING ERRCODE = 'NR003';
            END IF;
            -- The consent is held: who withdraws it waits, or was first.
            PERFORM 1 FROM consent k JOIN handoff h ON h.consent_id = k.id
            WHERE h.id = NEW.handoff_id FOR SHARE OF k;
            IF NOT EXISTS (
                SELECT 1 FROM handoff h JOIN "case" c ON c.id = h.case_id
                LEFT JOIN consent k ON k.id = h.consent_id
                WHERE h.id = NEW.handoff_id AND h.case_id = NEW.case_id
                AND h.kind = NEW.kind AND h.to_id = NEW.organisation_id
                AND h.status = 'completed' AND h.custody_seq = NEW.seq - 1
                AND h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)
                AND (h.arrived_at IS NOT NULL OR NOT h.physical)
                {unless_accuser}AND CASE
                    WHEN h.forced THEN h.accepted_by_agent_id IS NOT NULL
                    WHEN h.legal_duty IS NOT NULL
                        THEN h.kind = 'investigation' AND NEW.seq > 1
                    -- She has arrived: a fact, whatever became of the consent on the way.
                    WHEN h.physical THEN h.accepted_at IS NOT NULL
                    ELSE {LIVES} AND k.case_id = h.case_id
                        AND h.to_id = ANY (k.recipients) AND h.shared_sections <@ k.sections
                END
            ) THEN
                RAISE EXCEPTION 'custody moves by a completed handoff only'
                    USING ERRCODE = 'NR003';
            END IF;
            IF NEW.kind = 'protection' THEN
                UPDATE "case" SET protection_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            ELSE
                UPDATE "case" SET investigation_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            END IF;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nobody takes over a closed case' USING ERRCODE = 'NR003';
            END IF;
            IF NEW.seq > 1 THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'custody' AND basis_id = previous.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """


# An arrival is a fact, whoever has accused the person on the way.
UNLESS_ACCUSER = (
    "AND (h.physical OR NOT accuser_would_answer(NEW.case_id, NEW.organisation_id, NEW.kind))\n"
    "                "
)


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in WORDS)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    _apart()
    _create_accusation()
    _apart()
    _create_alert()
    _refer()
    _apart()
    for (table, command), (using, check) in POLICIES.items():
        clauses = (f" USING ({using})" if using else "") + (
            f" WITH CHECK ({check})" if check else ""
        )
        op.execute(f"DROP POLICY IF EXISTS app_{command.lower()} ON {table}")
        op.execute(
            f"CREATE POLICY app_{command.lower()} ON {table} FOR {command} TO referral_app{clauses}"
        )
    op.execute(
        "CREATE OR REPLACE FUNCTION accuser_would_answer(target uuid, candidate uuid, chain text)"
        " RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $body${ACCUSER_WOULD_ANSWER}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION accuser_would_answer FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION accuser_would_answer TO referral_app")
    _replace_move_custody(move_custody(unless_accuser=UNLESS_ACCUSER))


def _create_accusation() -> None:
    op.create_table(
        "accusation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("recorded_by_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_agent_id", sa.Uuid(), nullable=False),
        _instant("recorded_at"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accusation")),
        _codes("accusation", "status", "standing,lifted"),
        if_not_exists=True,
    )
    op.create_index("ix_accusation_case_id", "accusation", ["case_id"], if_not_exists=True)
    op.create_index(
        "uq_accusation_standing", "accusation", ["case_id", "organisation_id"], unique=True,
        postgresql_where=sa.text("status = 'standing'"), if_not_exists=True,
    )  # fmt: skip
    _guard("accusation")


def _create_alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("told", postgresql.ARRAY(sa.Uuid()), nullable=False),
        _instant("raised_at"),
        sa.Column("taken_up_by_agent_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        _codes(
            "alert",
            "kind",
            "police_still_answers,accuser_answers,second_person_missing,call_unconfirmed",
        ),
        _codes("alert", "status", "raised,taken_up,settled"),
        if_not_exists=True,
    )
    op.create_index("ix_alert_case_id_id", "alert", ["case_id", "id"], if_not_exists=True)
    op.create_index(
        "uq_alert_open", "alert", ["kind", "about_id"], unique=True,
        postgresql_where=sa.text("status IN ('raised','taken_up')"), if_not_exists=True,
    )  # fmt: skip
    _guard("alert")


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _refer() -> None:
    # Each locks the table that it refers to, and that alone.
    for table, keys in KEYS.items():
        for column, to in keys.items():
            _apart()
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_{column}"
                f' FOREIGN KEY ({column}) REFERENCES "{to}" (id)'
            )


def _codes(table: str, column: str, codes: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} = ANY ('{{{codes}}}'::text[])", name=op.f(f"ck_{table}_{column}_code")
    )


def _guard(table: str) -> None:
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    op.execute(f"GRANT UPDATE ({CHANGES[table]}) ON {table} TO referral_app")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"DROP POLICY IF EXISTS owner ON {table}")
    op.execute(f"CREATE POLICY owner ON {table} TO referral_owner USING (true) WITH CHECK (true)")
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (
        ("written_once", f"UPDATE OF {WRITTEN_ONCE[table]}"), ("no_truncate", "TRUNCATE")
    ):  # fmt: skip
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _replace_move_custody(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION move_custody() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )


def downgrade() -> None:
    _replace_move_custody(move_custody(unless_accuser=""))
    op.execute("DROP FUNCTION IF EXISTS accuser_would_answer")
    for table, columns in KEYS.items():
        for column in columns:
            _apart()
            op.execute(
                f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}"
            )
        _apart()
        op.drop_table(table, if_exists=True)


def _apart() -> None:
    """End the transaction, and with it its locks."""
    with op.get_context().autocommit_block():
        pass
