"""A wish to cancel can be taken back or refused, and what waits for an act is found by indexes.

The usual limit of the receiver's access returns with the wish.
"""

from alembic import context, op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

VOCABULARY = ("referral:refuse_cancellation", "referral:withdraw_cancellation_request")
# The text of ``follow_referral`` that is replaced.
BEFORE = "-- A pause before the start lifts no limit."
AFTER = """-- The wish to cancel was taken back or refused: the usual limit holds again.
            IF OLD.answer_cancellation_by IS NOT NULL AND NEW.answer_cancellation_by IS NULL
                AND NEW.started_at IS NULL AND NEW.departed_at IS NULL
                AND NEW.status IN ('accepted', 'on_hold') THEN
                UPDATE access_grant SET valid_until = (
                    SELECT LEAST(
                        NEW.start_by, valid_until, CASE status WHEN 'provisional' THEN confirm_by END
                    ) FROM consent WHERE id = NEW.consent_id
                )
                WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
                RETURN NULL;
            END IF;
            -- A pause before the start lifts no limit."""

OPEN = "status IN ('accepted','draft','in_progress','on_hold','received','requested')"
# By name: the table and what is indexed.
INDEXES = {
    "ix_referral_open_receiver_id_id": f"referral (receiver_id, id) WHERE {OPEN}",
}


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    _apart()
    _replace(changed_body())
    with op.get_context().autocommit_block():
        for name, place in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {place}")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    _replace(_earlier_body())
    _apart()
    words = ", ".join(f"'{word}'" for word in VOCABULARY)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def changed_body() -> str:
    """Return the body of ``follow_referral`` after this migration."""
    body = _earlier_body()
    if body.count(BEFORE) != 1:
        raise LookupError("follow_referral has changed")
    return body.replace(BEFORE, AFTER)


def _earlier_body() -> str:
    modules = {n: context.script.get_revision(n).module for n in ("0021", "0024")}
    body = str(modules["0021"].changed_body("follow_referral"))
    for before, after in modules["0024"].CHANGES["follow_referral"]:
        body = body.replace(before, after)
    return body


def _replace(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION follow_referral() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )


def _apart() -> None:
    """End the transaction, and with it its lock."""
    with op.get_context().autocommit_block():
        pass
