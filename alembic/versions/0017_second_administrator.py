"""Guard organisations, agents, clients and places like cases; keep changes that two administrators
make; record the first sign-ins of national administrators; show auditors the names.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# table: the columns of which one is what the event is about
ABOUT = {
    "administrator_sign_in": ("agent_id",),
    "agent": ("id",),
    "agent_subject": ("agent_id",),
    "client": ("id",),
    "organisation": ("id",),
    "pending_change": ("id", "subject_id"),
}
# table: the columns that never change
ONCE = {
    "agent": "id, organisation_id",
    "capacity": "organisation_id",
    "client": "id, organisation_id",
    "organisation": "id, type",
    "pending_change": "id, subject, subject_id, subject_version, organisation_id, change,"
    " proposed_by_agent_id, proposed_by_client_id, proposed_by_organisation_id, proposed_at,"
    " decide_by",
}
EARLIER = ("agent", "agent_subject", "capacity", "client", "organisation")
NEW = ("administrator_sign_in", "pending_change")
# To have read a thing vouches for no change of it, nor does an event of another instant or of another
# organisation than the transaction's. The owner alone changes it in nobody's name.
VOUCHES = (
    "e.recorded_at = now() AND e.outcome = 'allowed' AND e.action NOT LIKE '%\\:read'"
    " AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE("
    "NULLIF(current_setting('app.organisation_id', true), '')\\:\\:uuid, e.organisation_id))"
)
FUNCTIONS = {
    "refuse_unaudited_network": f"""
        DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
                AND {VOUCHES}
                AND e.subject_id IN (SELECT (told ->> about)::uuid FROM unnest(TG_ARGV) about)
            ) THEN
                RAISE EXCEPTION 'a change to the network was not recorded' USING ERRCODE = 'NR001';
            END IF;
            RETURN NULL;
        END
    """,
    # A referral holds, fills and frees a place of its receiver; only the owner says how many.
    "refuse_unaudited_capacity": f"""
        DECLARE
            owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organisation_id
                ELSE NEW.organisation_id END;
            stated boolean := TG_OP <> 'UPDATE' OR NEW.places <> OLD.places;
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
                AND {VOUCHES}
                AND (
                    (e.subject = 'capacity' AND e.subject_id = owner)
                    OR (NOT stated AND e.subject = 'referral' AND EXISTS (
                        SELECT 1 FROM referral r WHERE r.id = e.subject_id
                        AND r.receiver_id = owner
                    ))
                )
            ) THEN
                RAISE EXCEPTION 'a change to places was not recorded' USING ERRCODE = 'NR001';
            END IF;
            RETURN NULL;
        END
    """,
}
STATUSES = "'{proposed,confirmed,refused,withdrawn,expired}'::text[]"
SUBJECTS = "'{agent,client,organisation}'::text[]"

REFERENCES = (
    ("organisation_id", "organisation"), ("proposed_by_agent_id", "agent"),
    ("proposed_by_client_id", "client"), ("proposed_by_organisation_id", "organisation"),
    ("decided_by_agent_id", "agent"),
)  # fmt: skip


def upgrade() -> None:
    _create_tables()
    op.execute("GRANT SELECT, INSERT ON administrator_sign_in TO referral_app")
    op.execute("GRANT SELECT, INSERT ON pending_change TO referral_app")
    op.execute(
        "GRANT UPDATE (status, decided_by_agent_id, closed_at, version) ON pending_change"
        " TO referral_app"
    )
    for table in ("agent", "organisation"):
        op.execute(f"GRANT SELECT (id, name) ON {table} TO referral_auditor")
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    for table, columns in ABOUT.items():
        about = ", ".join(f"'{column}'" for column in columns)
        _guard(table, f"refuse_unaudited_network({about})")
    _guard("capacity", "refuse_unaudited_capacity()")
    for table, columns in ONCE.items():
        _refuse(table, "written_once", f"UPDATE OF {columns}")
    for table in (*EARLIER, "pending_change"):
        _refuse(table, "no_truncate", "TRUNCATE")
    _refuse("administrator_sign_in", "append_only", "DELETE OR UPDATE OR TRUNCATE")


def _create_tables() -> None:
    op.create_table(
        "administrator_sign_in",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "signed_in_at", sa.DateTime(timezone=True), server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agent.id"], name=op.f("fk_administrator_sign_in_agent_id")
        ),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_administrator_sign_in")),
    )  # fmt: skip
    op.create_table(
        "pending_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("change", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_client_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_agent_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_pending_change_{column}")
            )
            for column, table in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_change")),
        sa.CheckConstraint(
            f"status = ANY ({STATUSES})", name=op.f("ck_pending_change_status_code")
        ),
        sa.CheckConstraint(
            f"subject = ANY ({SUBJECTS})", name=op.f("ck_pending_change_subject_code")
        ),
    )  # fmt: skip
    op.create_index(
        "ix_pending_change_organisation_id_id", "pending_change", ["organisation_id", "id"]
    )
    op.create_index("ix_pending_change_subject_id", "pending_change", ["subject_id"])


def _guard(table: str, function: str) -> None:
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")


def _refuse(table: str, name: str, what: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {what} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    keys = [("administrator_sign_in", "agent_id")]
    keys += [("pending_change", column) for column, _ in REFERENCES]
    for table, column in keys:
        _apart()
        key = f"fk_{table}_{column}"
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS {key}")
    _apart()
    for table in NEW:
        op.drop_table(table, if_exists=True)
    for table in EARLIER:
        _apart()
        for name in ("unaudited", "no_truncate", "written_once"):
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    _apart()
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    for table in ("agent", "organisation"):
        op.execute(f"REVOKE SELECT (id, name) ON {table} FROM referral_auditor")


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass
