"""Refuse to empty a case-bound table: the unaudited-change guard looks at rows, and TRUNCATE
touches none.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Those that are only added to refuse it already.
TABLES = (
    "access_grant", "case", "consent", "handoff", "handoff_request", "person", "person_key",
    "referral",
)  # fmt: skip


def upgrade() -> None:
    for table in TABLES:
        op.execute(
            f'CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER no_truncate')


def downgrade() -> None:
    for table in TABLES:
        op.execute(f'DROP TRIGGER no_truncate ON "{table}"')
