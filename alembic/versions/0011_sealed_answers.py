"""Keep the answer under a key sealed, as one column. Answers that an earlier release kept are
forgotten: their keys name themselves otherwise since 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PARTS = {
    "status": sa.Integer(), "body": sa.LargeBinary(), "location": sa.Text(), "etag": sa.Text(),
    "subject": sa.Text(), "subject_id": sa.Uuid(),
}  # fmt: skip


def upgrade() -> None:
    op.execute("TRUNCATE idempotency_record")
    for name in PARTS:
        op.drop_column("idempotency_record", name)
    op.add_column("idempotency_record", sa.Column("answer", sa.LargeBinary()))


def downgrade() -> None:
    op.execute("TRUNCATE idempotency_record")
    op.drop_column("idempotency_record", "answer")
    for name, kind in PARTS.items():
        op.add_column("idempotency_record", sa.Column(name, kind))
