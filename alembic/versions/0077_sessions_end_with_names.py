"""Sessions by an outside issuer end with the name that it has for the agent; what nobody used goes."""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

CONTRACTS = "no release has had sign-in: nothing has read these columns, nor stored this reason"
# The event of the agent's change vouches for the sessions that it ends.
END_SESSIONS = """
BEGIN
    UPDATE agent_session SET status = 'ended', ended_at = now(), end_reason = 'factor',
        cookie_digest = NULL, version = version + 1
    WHERE agent_id = OLD.agent_id AND way = 'issuer' AND status <> 'ended'
        AND (issuer_sid IS NULL OR starts_with(issuer_sid, OLD.issuer || ' '));
    RETURN NULL;
END
"""
UNUSED = ("device_id", "session_id")
REASONS = "lost,copied,no_longer_needed,unused,old,code_expired"
BEFORE = "lost,doubt,copied,no_longer_needed,unused,old,code_expired"


def upgrade() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION end_sessions_of_name() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${END_SESSIONS}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION end_sessions_of_name() FROM PUBLIC")
    _apart()
    op.execute("DROP TRIGGER IF EXISTS end_sessions ON agent_subject")
    op.execute(
        "CREATE TRIGGER end_sessions AFTER DELETE OR UPDATE ON agent_subject FOR EACH ROW"
        " EXECUTE FUNCTION end_sessions_of_name()"
    )
    op.execute("ALTER TABLE agent_subject ENABLE ALWAYS TRIGGER end_sessions")
    _apart()
    for column in UNUSED:
        op.execute(f"ALTER TABLE pending_sign_in DROP COLUMN IF EXISTS {column}")
    _apart()
    _hold_reasons(REASONS)


def downgrade() -> None:
    _hold_reasons(BEFORE)
    _apart()
    for column in UNUSED:
        op.execute(f"ALTER TABLE pending_sign_in ADD COLUMN IF NOT EXISTS {column} uuid")
    _apart()
    op.execute("DROP TRIGGER IF EXISTS end_sessions ON agent_subject")
    op.execute("DROP FUNCTION IF EXISTS end_sessions_of_name()")


def _hold_reasons(reasons: str) -> None:
    op.execute("ALTER TABLE unit_device DROP CONSTRAINT IF EXISTS ck_unit_device_reason_code")
    op.execute(
        "ALTER TABLE unit_device ADD CONSTRAINT ck_unit_device_reason_code"
        f" CHECK (reason = ANY ('{{{reasons}}}'\\:\\:text[])) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE unit_device VALIDATE CONSTRAINT ck_unit_device_reason_code")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
