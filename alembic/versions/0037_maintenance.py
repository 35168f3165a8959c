"""Maintenance notes its last round, and finds what is past its time by an index in order.

The indexes that are replaced could not give the oldest rows first; the version before needs them
for its deletions only, which read the new ones instead.
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# By name: the table and what is indexed.
INDEXES = {
    "ix_idempotency_record_oldest": "idempotency_record (created_at)",
    "ix_outgoing_event_oldest": "outgoing_event (occurred_at)",
}
FORMER = {
    "ix_idempotency_record_created_at": "idempotency_record USING brin (created_at)",
    "ix_outgoing_event_occurred_at": "outgoing_event USING brin (occurred_at)",
}
# Numbers about the whole log, for who may read none of its events. Ids hold the time of their
# making, so that both are a stretch of an index.
FIGURES = """
    SELECT
        (SELECT count(*) FROM audit_event WHERE id >= since),
        (SELECT count(*) FROM follower),
        (SELECT count(*) FROM outgoing_event o JOIN follower USING (organisation_id)
            WHERE o.occurred_at > follower.at)
"""
FOLLOWERS = """
    WITH follower AS (
        SELECT organisation_id, max(recorded_at) AS at FROM audit_event
        WHERE id >= since AND action = 'outgoing_event:follow' AND outcome = 'allowed'
        GROUP BY organisation_id
    )
"""


def upgrade() -> None:
    op.execute(
        "CREATE TABLE IF NOT EXISTS maintenance_run ("
        " only_row boolean DEFAULT true NOT NULL,"
        " began_at timestamptz NOT NULL, ended_at timestamptz NOT NULL,"
        " published bigint NOT NULL, deleted bigint NOT NULL, failed bigint NOT NULL,"
        " CONSTRAINT pk_maintenance_run PRIMARY KEY (only_row),"
        " CONSTRAINT ck_maintenance_run_one CHECK (only_row))"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON maintenance_run TO referral_app")
    op.execute(
        "CREATE OR REPLACE FUNCTION operating_figures(since uuid)"
        " RETURNS TABLE (events bigint, followers bigint, waiting bigint) LANGUAGE sql STABLE"
        " SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $body${FOLLOWERS}{FIGURES}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION operating_figures(uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION operating_figures(uuid) TO referral_app")
    _exchange(INDEXES, FORMER)


def downgrade() -> None:
    _exchange(FORMER, INDEXES)
    op.execute("DROP FUNCTION IF EXISTS operating_figures(uuid)")
    op.execute("DROP TABLE IF EXISTS maintenance_run")


def _exchange(new: dict[str, str], old: dict[str, str]) -> None:
    with op.get_context().autocommit_block():
        for name, place in new.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")
        for name in old:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
