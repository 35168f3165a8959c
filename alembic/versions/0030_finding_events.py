"""Events of the audit log are found by their request, and those about a section by it."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# By name: the table and what is indexed.
INDEXES = {
    "ix_audit_event_section_id": "audit_event (section, id) WHERE section IS NOT NULL",
    "ix_audit_event_request_id": "audit_event USING hash (request_id)",
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, place in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
