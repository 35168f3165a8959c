"""Reports are made of stored answers: an index finds those of a cut, and texts have remarks."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

INDEX = "ix_figure_answer_cut_id"
CHECK = "ck_report_text_block_code"
BLOCKS = ("paragraph", "achievements", "challenges", "difficulties")


def upgrade() -> None:
    op.execute("INSERT INTO audit_vocabulary VALUES ('report:make') ON CONFLICT DO NOTHING")
    _apart()
    _hold((*BLOCKS, "remark"))
    _apart()
    op.execute(f"ALTER TABLE report_text VALIDATE CONSTRAINT {CHECK}")
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
        op.execute(f"CREATE INDEX CONCURRENTLY {INDEX} ON figure_answer (cut_id)")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
    # Remarks that were entered meanwhile stay: no row is deleted, so none is checked again.
    _hold(BLOCKS)
    _apart()
    op.execute("DELETE FROM audit_vocabulary WHERE action = 'report:make'")


def _hold(blocks: tuple[str, ...]) -> None:
    """Hold the blocks of new rows to the list."""
    listed = ",".join(blocks)
    op.execute(
        f"ALTER TABLE report_text DROP CONSTRAINT IF EXISTS {CHECK},"
        f" ADD CONSTRAINT {CHECK} CHECK (block = ANY ('{{{listed}}}'\\:\\:text[])) NOT VALID"
    )


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
