"""Messages that a notice waits, by mail or to a duty telephone."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE IF NOT EXISTS notice_message (
    notice_id uuid NOT NULL,
    channel text NOT NULL CONSTRAINT ck_notice_message_channel_code
        CHECK (channel = ANY ('{mail,telephone}'::text[])),
    organisation_id uuid NOT NULL,
    state text NOT NULL CONSTRAINT ck_notice_message_state_code
        CHECK (state = ANY ('{dead,sent,unneeded,waiting}'::text[])),
    attempts integer NOT NULL,
    next_at timestamptz DEFAULT now() NOT NULL,
    leased_until timestamptz,
    finished_at timestamptz,
    CONSTRAINT pk_notice_message PRIMARY KEY (notice_id, channel)
)
"""
OWN_INDEXES = (
    "ix_notice_message_next_at ON notice_message (next_at) WHERE state = 'waiting'",
    "ix_notice_message_finished_at ON notice_message (finished_at)",
)
INDEXES = {
    "ix_notice_news": "notice (recorded_at) WHERE read_at IS NULL",
}
MAILBOX = "notice_mailbox ~ '^[!-?A-~]+@[!-?A-~]+$'"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
GRANTS = (
    "SELECT, INSERT, DELETE",
    "UPDATE (state, attempts, next_at, leased_until, finished_at)",
)


def upgrade() -> None:
    op.execute(TABLE.replace(":", "\\:"))
    for index in OWN_INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    op.execute("ALTER TABLE notice_message ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE notice_message FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", SYSTEM)):
        op.execute(f"DROP POLICY IF EXISTS {name} ON notice_message")
        op.execute(
            f"CREATE POLICY {name} ON notice_message TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    for grant in GRANTS:
        op.execute(f"GRANT {grant} ON notice_message TO referral_app")
    _apart()
    op.execute("ALTER TABLE notice_message DROP CONSTRAINT IF EXISTS fk_notice_message_notice_id")
    op.execute(
        "ALTER TABLE notice_message ADD CONSTRAINT fk_notice_message_notice_id"
        " FOREIGN KEY (notice_id) REFERENCES notice (id)"
    )
    _apart()
    op.execute("ALTER TABLE organisation ADD COLUMN IF NOT EXISTS notice_mailbox text")
    op.execute("ALTER TABLE organisation DROP CONSTRAINT IF EXISTS ck_organisation_notice_mailbox")
    op.execute(
        "ALTER TABLE organisation ADD CONSTRAINT ck_organisation_notice_mailbox"
        f" CHECK ({MAILBOX}) NOT VALID"
    )
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE organisation VALIDATE CONSTRAINT ck_organisation_notice_mailbox")
        for name, place in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute("ALTER TABLE organisation DROP CONSTRAINT IF EXISTS ck_organisation_notice_mailbox")
    op.execute("ALTER TABLE organisation DROP COLUMN IF EXISTS notice_mailbox")
    _apart()
    op.execute("DROP TABLE IF EXISTS notice_message")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
