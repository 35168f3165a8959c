"""The word for a paper that was printed, in the vocabulary of the audit log."""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(r"INSERT INTO audit_vocabulary VALUES ('paper\:print') ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.execute(r"DELETE FROM audit_vocabulary WHERE action = 'paper\:print'")
