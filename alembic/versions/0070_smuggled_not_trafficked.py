"""A decision may find that a person was smuggled, not trafficked; the clock of best interests."""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

# All lists of a decision, held by its function; one was added here.
ADDED = "(checked.finding = ANY ('{smuggled}'::text[]))"
RULES = (
    "(checked.acts <@ '{RECRUITMENT,TRANSPORTATION,TRANSFER,HARBOURING,RECEIPT}'::text[])",
    ADDED,
    "(checked.forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])",
    "(checked.from_status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]))",
    "(checked.ground = ANY ('{TRAITE_2012_023,PRATIQUES_ASSIMILEES_2012_023,ESCLAVAGE_CP_2024,AUTRE}'::text[]))",
    "(checked.indicators <@ '{ABUSE_OF_VULNERABILITY,DECEPTION,RESTRICTION_OF_MOVEMENT,ISOLATION,PHYSICAL_SEXUAL_VIOLENCE,INTIMIDATION_THREATS,RETENTION_OF_IDENTITY_DOCS,WITHHOLDING_OF_WAGES,DEBT_BONDAGE,ABUSIVE_CONDITIONS,EXCESSIVE_OVERTIME}'::text[])",
    "(checked.means <@ '{THREAT_OR_FORCE,OTHER_COERCION,ABDUCTION,FRAUD,DECEPTION,ABUSE_OF_POWER,ABUSE_OF_VULNERABILITY,PAYMENT_OR_BENEFIT,NOT_REQUIRED_CHILD}'::text[])",
    "(checked.review_reason = ANY ('{new_facts,age_or_sex_corrected,person_asks,court_decision,found_in_error,other}'::text[]))",
    "(checked.to_status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]))",
)
# What is counted of a decision.
BEFORE = (
    "case_id", "from_status", "to_status", "forms", "treated_as_child", "ground",
    "organisation_id", "decided_at",
)  # fmt: skip
COUNT = """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_decision h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_decision (row_id, generation, {columns})
    VALUES (NEW.id, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ({excluded});
    RETURN NULL;
END
"""
NOTICES = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call,possible_duplicate,measure_telling,measure_answer,measure_determination,"
    "measure_review,reconsideration_decision,child_protection_missing,assessment_first,"
    "assessment_next,plan_for_high_risk,plan_review"
)
MORE = "best_interests_first"


def upgrade() -> None:
    op.execute("ALTER TABLE counted_decision ADD COLUMN IF NOT EXISTS finding text")
    _apart()
    op.execute("ALTER TABLE decision ADD COLUMN IF NOT EXISTS finding text")
    _apart()
    _hold_codes(RULES)
    _count((*BEFORE, "finding"))
    _apart()
    op.execute("ALTER TABLE decision DROP CONSTRAINT IF EXISTS ck_decision_finding")
    op.execute(
        "ALTER TABLE decision ADD CONSTRAINT ck_decision_finding CHECK (finding IS NULL"
        " OR to_status IN ('not_presumed', 'not_identified')) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE decision VALIDATE CONSTRAINT ck_decision_finding")
    _apart()
    _hold_kinds(f"{NOTICES},{MORE}")


def downgrade() -> None:
    # The version before does not know this kind.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    op.execute(
        "DELETE FROM notice_message WHERE notice_id IN"
        f" (SELECT id FROM notice WHERE kind = '{MORE}')"
    )
    op.execute(f"DELETE FROM notice WHERE kind = '{MORE}'")
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    _apart()
    _hold_kinds(NOTICES)
    _apart()
    op.execute("ALTER TABLE decision DROP CONSTRAINT IF EXISTS ck_decision_finding")
    _count(BEFORE)
    _hold_codes(tuple(rule for rule in RULES if rule != ADDED))
    _apart()
    op.execute("ALTER TABLE decision DROP COLUMN IF EXISTS finding")
    op.execute("ALTER TABLE counted_decision DROP COLUMN IF EXISTS finding")


def _hold_codes(rules: tuple[str, ...]) -> None:
    body = "\n    AND ".join(rules)
    op.execute(
        _plain(
            "CREATE OR REPLACE FUNCTION codes_of_decision(checked decision) RETURNS boolean"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $function$\nBEGIN\n    RETURN {body};\nEND\n$function$"
        )
    )


def _count(names: tuple[str, ...]) -> None:
    body = COUNT.format(
        columns=", ".join(names), values=", ".join(f"NEW.{name}" for name in names),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    op.execute(
        "CREATE OR REPLACE FUNCTION count_decision() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
    op.execute(
        "CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON decision FOR EACH ROW"
        f" WHEN ({changed}) EXECUTE FUNCTION count_decision()"
    )
    op.execute("ALTER TABLE decision ENABLE ALWAYS TRIGGER counted_again")


def _hold_kinds(kinds: str) -> None:
    op.execute("ALTER TABLE notice DROP CONSTRAINT IF EXISTS ck_notice_kind_code")
    op.execute(
        _plain(
            "ALTER TABLE notice ADD CONSTRAINT ck_notice_kind_code"
            f" CHECK (kind = ANY ('{{{kinds}}}'::text[])) NOT VALID"
        )
    )
    _apart()
    op.execute("ALTER TABLE notice VALIDATE CONSTRAINT ck_notice_kind_code")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
