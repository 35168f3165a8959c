"""Keep the digest of an Idempotency-Key as what it is: 16 bytes. Keys that an earlier release kept
name themselves otherwise and are forgotten with their retention.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE idempotency_record ALTER COLUMN key TYPE uuid USING md5(key)::uuid")


def downgrade() -> None:
    op.execute("ALTER TABLE idempotency_record ALTER COLUMN key TYPE text")
