"""Stored keys are wrapped anew by the owner, with an event; a wrapping key that is dropped is never
used again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# As before. The owner, who wraps keys anew for the whole installation, is of no organisation: its
# event of that act, and no other, vouches for such a change, and for no other.
REWRAPPED = """(
            e.action = 'installation:rewrap' AND session_user <> 'referral_app'
            AND TG_TABLE_NAME = 'person_key' AND TG_OP = 'UPDATE'
        ) OR """
GUARD = """
DECLARE target uuid := COALESCE(NEW.case_id, OLD.case_id);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.case_id <> OLD.case_id THEN
        RAISE EXCEPTION 'a row never moves to another case' USING ERRCODE = 'NR001';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
        AND (e.case_id = target OR target = ANY (e.case_ids))
        AND e.outcome = 'allowed' AND (%se.organisation_id = COALESCE(
            NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
        ))
    ) THEN
        RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
"""
REFUSE = """
BEGIN
    IF EXISTS (SELECT 1 FROM dropped_wrapping_key d WHERE d.id = NEW.wrapping_key_id) THEN
        RAISE EXCEPTION 'this wrapping key was dropped: a server has an old vault.json'
        USING ERRCODE = 'NR005';
    END IF;
    RETURN NEW;
END
"""


def upgrade() -> None:
    op.create_table(
        "dropped_wrapping_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "dropped_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_wrapping_key")),
    )
    _replace("refuse_unaudited", GUARD % REWRAPPED)
    _replace("refuse_dropped_key", REFUSE)
    op.execute("REVOKE ALL ON FUNCTION refuse_dropped_key() FROM PUBLIC")
    op.execute(
        "CREATE TRIGGER wrapping_key BEFORE INSERT OR UPDATE ON person_key"
        " FOR EACH ROW EXECUTE FUNCTION refuse_dropped_key()"
    )
    op.execute("ALTER TABLE person_key ENABLE ALWAYS TRIGGER wrapping_key")


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS wrapping_key ON person_key")
    op.execute("DROP FUNCTION IF EXISTS refuse_dropped_key()")
    _replace("refuse_unaudited", GUARD % "")
    op.execute("DROP TABLE IF EXISTS dropped_wrapping_key")


def _replace(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )
