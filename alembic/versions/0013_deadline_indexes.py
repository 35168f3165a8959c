"""Find what is overdue among what is still open: handoffs and requests, as referrals already."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = {"handoff": "offered", "handoff_request": "open"}


def upgrade() -> None:
    for table, status in OPEN.items():
        op.create_index(
            f"ix_{table}_decide_by", table, ["decide_by"],
            postgresql_where=sa.text(f"status = '{status}'"),
        )  # fmt: skip


def downgrade() -> None:
    for table in OPEN:
        op.drop_index(f"ix_{table}_decide_by", table)
