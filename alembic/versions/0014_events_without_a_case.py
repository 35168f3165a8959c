"""Let an outgoing event name no case: what happens to an organisation need not concern one."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("outgoing_event", "case_id", nullable=True)


def downgrade() -> None:
    # The events that name no case are lost, to those too who have not followed them yet: the
    # version before cannot tell them. The lock is taken first, so that it is not waited for
    # while rows are held that another transaction needs.
    op.execute("LOCK TABLE outgoing_event IN ACCESS EXCLUSIVE MODE")
    op.execute("DELETE FROM outgoing_event WHERE case_id IS NULL")
    op.alter_column("outgoing_event", "case_id", nullable=False)
