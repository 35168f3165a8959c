"""The organisation that protects a child reads and writes the child's section from its naming on.

The coordination is told of each child for whom none is named: a kind of notice.
"""

from alembic import context, op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_BEFORE = "(n.basis = 'court_order' AND"
NOTICES = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call,possible_duplicate,measure_telling,measure_answer,measure_determination,"
    "measure_review,reconsideration_decision"
)
_RESTS_ON = """(n.basis = 'child_protection' AND n.reads = '{protection}' AND n.writes = n.reads
    AND n.consent_id IS NULL AND EXISTS (
    SELECT 1 FROM child_protection p WHERE p.id = n.basis_id AND p.case_id = n.case_id
    AND p.organisation_id = n.organisation_id AND p.status = 'recorded'
)) OR """


# Who protects a child seals what the child says, also where nothing was sealed before.
_KEY = """
CREATE POLICY app_insert_for_children ON person_key FOR INSERT TO referral_app WITH CHECK (
    EXISTS (
        SELECT 1 FROM access_grant g WHERE g.organisation_id =
            (SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)
        AND g.case_id = person_key.case_id AND g.ended_at IS NULL
        AND g.basis = 'child_protection' OFFSET 0
    )
)
"""

# A guardian in force whom a check suspends consents to nothing for the child.
_NO_POWER = """
CREATE OR REPLACE FUNCTION refuse_suspended_guardian() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF (
        SELECT bool_or(g.family_check IN ('concern', 'involved'))
            AND NOT bool_or(g.family_check NOT IN ('concern', 'involved'))
        FROM guardian g WHERE g.case_id = NEW.case_id AND g.status = 'recorded'
        AND g.kind <> 'none_yet' AND (g.until_on IS NULL OR g.until_on >= current_date)
        AND CASE WHEN NEW.given_by IN ('mother', 'father') THEN g.relation = NEW.given_by
            ELSE g.relation IS NULL OR g.relation NOT IN ('mother', 'father') END
    ) THEN
        RAISE EXCEPTION 'a guardian whose power is suspended' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$body$
"""
_NO_POWER_TRIGGER = (
    "CREATE OR REPLACE TRIGGER refuse_suspended_guardian BEFORE INSERT ON consent FOR EACH ROW"
    " WHEN (NEW.given_by IN ('guardian', 'legal_representative', 'mother', 'father')"
    " AND NEW.status <> 'refused') EXECUTE FUNCTION refuse_suspended_guardian()"
)


def _lists() -> dict[tuple[str, str], tuple[str, str]]:
    """By table and column: the codes of the version before, and the new one."""
    return {
        ("access_grant", "basis"): ("custody,referral,emergency,court_order", "child_protection"),
        ("notice", "kind"): (NOTICES, "child_protection_missing"),
    }


def upgrade() -> None:
    for (table, column), (codes, more) in _lists().items():
        _hold(table, column, f"{codes},{more}")
    _replace_checks(_RESTS_ON)
    _apart()
    op.execute("DROP POLICY IF EXISTS app_insert_for_children ON person_key")
    op.execute(_plain(_KEY))
    op.execute(_plain(_NO_POWER))
    op.execute("REVOKE ALL ON FUNCTION refuse_suspended_guardian() FROM PUBLIC")
    _apart()
    op.execute(_NO_POWER_TRIGGER)


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS refuse_suspended_guardian ON consent")
    op.execute("DROP FUNCTION IF EXISTS refuse_suspended_guardian()")
    _apart()
    op.execute("DROP POLICY IF EXISTS app_insert_for_children ON person_key")
    _apart()
    _replace_checks("")
    for table in ("access_grant", "notice"):
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER unaudited")
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_truncate")
    # The version before knows neither.
    op.execute("DELETE FROM access_grant WHERE basis = 'child_protection'")
    op.execute("DELETE FROM notice WHERE kind = 'child_protection_missing'")
    for table in ("access_grant", "notice"):
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate")
    _apart()
    for (table, column), (codes, _) in _lists().items():
        _hold(table, column, codes)


def _hold(table: str, column: str, codes: str) -> None:
    """Hold a column to these codes."""
    name = f"ck_{table}_{column}_code"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    op.execute(
        _plain(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" CHECK ({column} = ANY ('{{{codes}}}'::text[])) NOT VALID"
        )
    )
    _apart()
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    _apart()


def _replace_checks(more: str) -> None:
    """Let a grant rest on the naming, too, or not any more."""
    before = context.script.get_revision("0053").module
    body = str(vars(context.script.get_revision("0048").module)["_checks"](after=True))
    body = body.replace(before.RECEIVES, before.RECEIVES_SHEET)
    if body.count(_BEFORE) != 1:
        raise LookupError("check_grants has changed")
    op.execute(
        _plain(
            "CREATE OR REPLACE FUNCTION check_grants() RETURNS trigger LANGUAGE plpgsql"
            " SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $body${body.replace(_BEFORE, more + _BEFORE)}$body$"
        )
    )


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
