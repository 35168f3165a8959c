"""A service given may name the goal that it serves; notices of assessments and support plans."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

BEFORE = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call,possible_duplicate,measure_telling,measure_answer,measure_determination,"
    "measure_review,reconsideration_decision,child_protection_missing"
)
MORE = "assessment_first,assessment_next,plan_for_high_risk,plan_review"
ONCE = (
    "id, case_id, section, provider_organisation_id, service_type, service_id, referral_id{more},"
    " recorded_by_organisation_id, recorded_by_agent_id, recorded_at"
)


def upgrade() -> None:
    op.execute("ALTER TABLE service_given ADD COLUMN IF NOT EXISTS goal_id uuid")
    op.execute("ALTER TABLE service_given DROP CONSTRAINT IF EXISTS fk_service_given_goal_id")
    op.execute(
        "ALTER TABLE service_given ADD CONSTRAINT fk_service_given_goal_id"
        " FOREIGN KEY (goal_id) REFERENCES support_goal (id) NOT VALID"
    )
    _write_once(", goal_id")
    _apart()
    op.execute("ALTER TABLE service_given VALIDATE CONSTRAINT fk_service_given_goal_id")
    _apart()
    _hold_kinds(f"{BEFORE},{MORE}")


def _write_once(more: str) -> None:
    op.execute("DROP TRIGGER IF EXISTS written_once ON service_given")
    op.execute(
        f"CREATE TRIGGER written_once BEFORE UPDATE OF {ONCE.format(more=more)} ON service_given"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute("ALTER TABLE service_given ENABLE ALWAYS TRIGGER written_once")


def _hold_kinds(kinds: str) -> None:
    op.execute("ALTER TABLE notice DROP CONSTRAINT IF EXISTS ck_notice_kind_code")
    op.execute(
        "ALTER TABLE notice ADD CONSTRAINT ck_notice_kind_code"
        f" CHECK (kind = ANY ('{{{kinds}}}'\\:\\:text[])) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE notice VALIDATE CONSTRAINT ck_notice_kind_code")


def downgrade() -> None:
    # The version before knows none of these kinds.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    gone = f"kind = ANY ('{{{MORE}}}'\\:\\:text[])"
    op.execute(
        f"DELETE FROM notice_message WHERE notice_id IN (SELECT id FROM notice WHERE {gone})"
    )
    op.execute(f"DELETE FROM notice WHERE {gone}")
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    _hold_kinds(BEFORE)
    _apart()
    op.execute("ALTER TABLE service_given DROP CONSTRAINT IF EXISTS fk_service_given_goal_id")
    _write_once("")
    op.execute("ALTER TABLE service_given DROP COLUMN IF EXISTS goal_id")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
