"""Let the sending side of a referral follow custody, the sheet follow the case, and each reason keep
its own column; one person has one place.

``custodian_id`` of a referral is written by the database, which also keeps a copy for the sender
that custody leaves.
"""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

RISKS = (
    "trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,"
    "community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,"
    "unsafe_phone,urgent_health,unaccompanied_child"
)
HOLDS = (
    "awaiting_place,awaiting_documents,awaiting_interpreter,awaiting_decision,illness,"
    "person_request,person_unreachable,access_or_security,other"
)
CANCELS = (
    "consent_withdrawn,safety,need_resolved,sent_in_error,better_option_found,"
    "person_unreachable,death,other"
)
ENDS = (
    "accessibility_not_supported,better_option_found,consent_missing,consent_withdrawn,"
    "death,duplicate,insufficient_information,language_not_supported,need_resolved,"
    "no_capacity,not_eligible_age,not_eligible_sex,not_eligible_situation,not_started,"
    "other,out_of_area,person_declined,person_unreachable,safety,security_risk,"
    "sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance"
)
STATES = (
    "draft,requested,received,accepted,in_progress,on_hold,completed,rejected,"
    "cancelled,expired,failed,entered_in_error"
)
SERVICES = (
    "shelter,medical_care,mental_health_care,psychosocial_support,one_stop_centre,"
    "legal_aid,physical_protection,child_care_arrangement,family_tracing,food,"
    "non_food_items,cash_assistance,education,vocational_training,livelihood,"
    "civil_documents,interpretation,disability_support,voluntary_return,reintegration,"
    "other"
)
PRIORITIES = "emergency,urgent,routine"
BEDS = "none,asked,held,occupied,released"
SECTIONS = "identity,exploitation,protection,health,justice"

OPEN = "status IN ('draft','requested','received','accepted','in_progress','on_hold')"
OFFERED = "status IN ('offered','accepted')"
ADULT = "'{18_24,25_59,60_plus}'::text[]"


COLUMNS = {
    "referral": [
        "hold_reason text", "cancellation_reason text", "end_reason text", "custodian_id uuid",
        "treated_as_child boolean", "case_risk_flags text[] DEFAULT '{}' NOT NULL",
        "sheet_updated_at timestamptz", "acknowledgement_delay_at timestamptz",
        "feedback_delay_at timestamptz", "cancellation_delay_at timestamptz",
        "transfer_from_id uuid",
    ],
    "handoff": [
        "do_not_contact boolean DEFAULT false NOT NULL", "treated_as_child boolean",
        "case_risk_flags text[] DEFAULT '{}' NOT NULL", "sheet_updated_at timestamptz",
    ],
}  # fmt: skip
GRANTED = {
    "referral": "hold_reason, cancellation_reason, end_reason, do_not_contact, treated_as_child,"
    " case_risk_flags, sheet_updated_at, acknowledgement_delay_at, feedback_delay_at,"
    " cancellation_delay_at",
    "handoff": "case_code, sex, age_band, region, treated_as_child, case_risk_flags,"
    " sheet_updated_at",
}
CONSTRAINTS = [
    ("referral", "ck_referral_hold_reason_code", f"CHECK (hold_reason = ANY ('{{{HOLDS}}}'::text[]))"),
    (
        "referral", "ck_referral_cancellation_reason_code",
        f"CHECK (cancellation_reason = ANY ('{{{CANCELS}}}'::text[]))",
    ),
    ("referral", "ck_referral_end_reason_code", f"CHECK (end_reason = ANY ('{{{ENDS}}}'::text[]))"),
    (
        "referral", "ck_referral_case_risk_flags_codes",
        f"CHECK (case_risk_flags <@ '{{{RISKS}}}'::text[])",
    ),
    (
        "handoff", "ck_handoff_case_risk_flags_codes",
        f"CHECK (case_risk_flags <@ '{{{RISKS}}}'::text[])",
    ),
    (
        "referral", "fk_referral_transfer_from_id",
        "FOREIGN KEY (transfer_from_id) REFERENCES referral (id)",
    ),
]  # fmt: skip
INDEXES = [
    (
        "ix_referral_paused_start_by", "", "start_by",
        "status = 'on_hold' AND started_at IS NULL",
    ),
    (
        "ix_referral_answer_cancellation_by", "", "answer_cancellation_by",
        "answer_cancellation_by IS NOT NULL"
        " AND status IN ('accepted','in_progress','on_hold')",
    ),
    (
        "ix_referral_acknowledge_by", "", "acknowledge_by",
        "status = 'requested' AND acknowledgement_delay_at IS NULL",
    ),
    (
        "ix_referral_feedback_by", "", "feedback_by",
        "status IN ('in_progress','on_hold') AND feedback_delay_at IS NULL",
    ),
    (
        "uq_referral_place", "UNIQUE ", "case_id",
        "bed = 'occupied' OR (bed = 'held' AND transfer_from_id IS NULL)",
    ),
    (
        "uq_referral_transfer", "UNIQUE ", "case_id",
        "bed = 'held' AND transfer_from_id IS NOT NULL",
    ),
]  # fmt: skip

FUNCTIONS = {
    # Before the case is locked: the order of every operation.
    "hold_referrals": """
        BEGIN
            PERFORM 1 FROM referral WHERE case_id = NEW.case_id ORDER BY id DESC FOR UPDATE;
            RETURN NEW;
        END
    """,
    "move_referrals": """
        DECLARE former uuid;
        BEGIN
            SELECT organisation_id INTO former FROM custody
            WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
            -- Who answers for her again sees the referrals themselves.
            DELETE FROM referral_copy
            WHERE case_id = NEW.case_id AND organisation_id = NEW.organisation_id;
            INSERT INTO referral_copy (
                organisation_id, id, case_id, status, receiver_id, service_type, priority,
                consent_id, shared_sections, bed, acknowledge_by, decide_by, start_by, sent_at,
                started_at, cancellation_requested, answer_cancellation_by, replaces_id,
                transfer_from_id, created_at, version
            )
            SELECT
                former, id, case_id, status, receiver_id, service_type, priority,
                consent_id, shared_sections, CASE bed WHEN 'none' THEN bed ELSE 'asked' END,
                acknowledge_by, decide_by, start_by, sent_at,
                started_at, cancellation_requested, answer_cancellation_by, replaces_id,
                transfer_from_id, created_at, version
            FROM referral WHERE case_id = NEW.case_id AND sender_id = former
            ON CONFLICT DO NOTHING;
            UPDATE referral SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
            RETURN NULL;
        END
    """,
    "begin_referral": """
        DECLARE subject "case";
        BEGIN
            -- The file is held: it does not close, and custody does not move, before the draft is
            -- there.
            SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR SHARE;
            IF subject.state <> 'open' OR subject.protection_custodian_id <> NEW.sender_id THEN
                RAISE EXCEPTION 'who answers for the person refers her' USING ERRCODE = 'NR003';
            END IF;
            NEW.custodian_id := NEW.sender_id;
            IF NEW.treated_as_child IS NULL THEN
                NEW.treated_as_child := subject.age_in_doubt
                    OR subject.age_band <> ALL ({ADULT});
                NEW.case_risk_flags := subject.risk_flags;
            END IF;
            RETURN NEW;
        END
    """.replace("{ADULT}", ADULT),
}
# The receiver sees neither the file nor the other places of the person, and locks no consent.
GROUND = """
    CREATE OR REPLACE FUNCTION referral_ground(wanted uuid)
    RETURNS TABLE (consent_status text, case_state text, place_ids uuid[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    DECLARE
        caller uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
        asked referral;
    BEGIN
        SELECT * INTO asked FROM referral r
        WHERE r.id = wanted AND caller IN (r.receiver_id, COALESCE(r.custodian_id, r.sender_id));
        IF NOT FOUND THEN
            RETURN;
        END IF;
        SELECT k.status INTO consent_status FROM consent k
        WHERE k.id = asked.consent_id FOR SHARE;
        SELECT c.state INTO case_state FROM "case" c WHERE c.id = asked.case_id FOR KEY SHARE;
        IF asked.bed = 'asked' THEN
            -- One at a time asks for a place for this person.
            PERFORM pg_advisory_xact_lock(hashtextextended(asked.case_id::text, 16));
        END IF;
        SELECT array_agg(o.id ORDER BY o.id DESC) INTO place_ids FROM referral o
        WHERE o.case_id = asked.case_id AND o.id <> asked.id AND o.bed IN ('held', 'occupied')
        AND o.id IS DISTINCT FROM asked.transfer_from_id;
        RETURN NEXT;
    END
    $body$
"""
_ON_MOVE = "INSERT ON custody FOR EACH ROW WHEN (NEW.kind = 'protection' AND NEW.seq > 1)"
TRIGGERS = {
    "hold_referrals": f"BEFORE {_ON_MOVE}",
    "move_referrals": f"AFTER {_ON_MOVE}",
    "begin_referral": "BEFORE INSERT ON referral FOR EACH ROW",
}
REFERRED = {
    "organisation_id": "organisation", "id": "referral", "case_id": "case",
    "receiver_id": "organisation", "consent_id": "consent",
}  # fmt: skip

# Each with its event, which the guard of the table requires.
BACKFILL = [
    f"""
    WITH wanted AS (
        SELECT r.id AS row_id, r.case_id AS of_case, c.protection_custodian_id, c.risk_flags,
            c.age_in_doubt, k.do_not_contact
        FROM referral r JOIN "case" c ON c.id = r.case_id LEFT JOIN consent k ON k.id = r.consent_id
        WHERE r.custodian_id IS NULL
        AND (r.sender_id <> c.protection_custodian_id OR r.{OPEN})
    ), event AS (
        INSERT INTO audit_event (id, action, outcome, roles, case_ids, salt)
        SELECT gen_random_uuid(), 'referral:follow_case', 'allowed', '{{}}',
            array_agg(DISTINCT of_case), '' FROM wanted HAVING count(*) > 0
    )
    UPDATE referral r SET custodian_id = w.protection_custodian_id,
        treated_as_child = w.age_in_doubt OR r.age_band <> ALL ({ADULT}),
        case_risk_flags = w.risk_flags,
        do_not_contact = r.do_not_contact OR COALESCE(w.do_not_contact, false),
        hold_reason = CASE WHEN r.status = 'on_hold'
            AND r.reason = ANY ('{{{HOLDS}}}'::text[]) THEN r.reason END,
        cancellation_reason = CASE WHEN r.cancellation_requested AND r.status <> 'on_hold'
            AND r.reason = ANY ('{{{CANCELS}}}'::text[]) THEN r.reason END
    FROM wanted w WHERE r.id = w.row_id AND r.custodian_id IS NULL
    """,
    f"""
    WITH wanted AS (
        SELECT h.id AS row_id, h.case_id AS of_case, c.risk_flags, c.age_in_doubt, k.do_not_contact
        FROM handoff h JOIN "case" c ON c.id = h.case_id LEFT JOIN consent k ON k.id = h.consent_id
        WHERE h.treated_as_child IS NULL AND h.{OFFERED}
    ), event AS (
        INSERT INTO audit_event (id, action, outcome, roles, case_ids, salt)
        SELECT gen_random_uuid(), 'handoff:follow_case', 'allowed', '{{}}',
            array_agg(DISTINCT of_case), '' FROM wanted HAVING count(*) > 0
    )
    UPDATE handoff h SET treated_as_child = w.age_in_doubt OR h.age_band <> ALL ({ADULT}),
        case_risk_flags = w.risk_flags, do_not_contact = COALESCE(w.do_not_contact, false)
    FROM wanted w WHERE h.id = w.row_id AND h.treated_as_child IS NULL
    """,
]


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass


def upgrade() -> None:
    before = context.script.get_revision("0003").module
    _create_functions()
    _create_copies(before.ME)
    sights = before.seen_as("flow", "system")
    custody = before.granted("referral", before.PROTECTION)
    received = f"(receiver_id = {before.ME} AND sent_at IS NOT NULL)"
    for table in COLUMNS:
        _apart()
        _extend(table)
        if table == "referral":
            op.execute(_trigger("begin_referral"))
            _set_policies(*[f"{received} OR {sights} OR {custody}"] * 2)
    _apart()
    op.execute(_trigger("hold_referrals"))
    op.execute(_trigger("move_referrals"))
    for column, referred in REFERRED.items():
        _apart()
        name = f"fk_referral_copy_{column}"
        op.execute(f"ALTER TABLE referral_copy DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE referral_copy ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id) NOT VALID'
        )
    with op.get_context().autocommit_block():
        _complete()


def _extend(table: str) -> None:
    """Change one table, which is locked from the first of these statements."""
    parts = [f"ADD COLUMN IF NOT EXISTS {column}" for column in COLUMNS[table]]
    for of, name, rule in CONSTRAINTS:
        if of == table:
            parts += [
                f"DROP CONSTRAINT IF EXISTS {name}",
                f"ADD CONSTRAINT {name} {rule} NOT VALID",
            ]
    op.execute(f"ALTER TABLE {table} " + ", ".join(parts))
    op.execute(f"GRANT UPDATE ({GRANTED[table]}) ON {table} TO referral_app")


def _set_policies(select: str, update: str) -> None:
    op.execute(f"ALTER POLICY app_select ON referral USING ({select})")
    op.execute(f"ALTER POLICY app_update ON referral USING ({update})")


def _trigger(name: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} {TRIGGERS[name]} EXECUTE FUNCTION {name}()"


def _create_functions() -> None:
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    op.execute(GROUND)
    op.execute("REVOKE ALL ON FUNCTION referral_ground(uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION referral_ground(uuid) TO referral_app")


def _complete() -> None:
    """Read and write the rows, behind which no request waits."""
    for statement in BACKFILL:
        op.execute(statement)
    copied = [("referral_copy", f"fk_referral_copy_{column}", "") for column in REFERRED]
    for table, name, _ in [*CONSTRAINTS, *copied]:
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    for name, unique, column, condition in INDEXES:
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(
            f"CREATE {unique}INDEX CONCURRENTLY {name} ON referral ({column}) WHERE {condition}"
        )


def _create_copies(me: str) -> None:
    text, at = sa.Text, sa.DateTime(timezone=True)
    codes = {"status": STATES, "service_type": SERVICES, "priority": PRIORITIES, "bed": BEDS}
    op.create_table(
        "referral_copy",
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("kept_at", at, server_default=sa.text("now()"), nullable=False),
        sa.Column("status", text, nullable=False),
        sa.Column("receiver_id", sa.Uuid, nullable=False),
        sa.Column("service_type", text, nullable=False),
        sa.Column("priority", text, nullable=False),
        sa.Column("consent_id", sa.Uuid),
        sa.Column("shared_sections", ARRAY(text), server_default="{}", nullable=False),
        sa.Column("bed", text, nullable=False),
        sa.Column("acknowledge_by", at),
        sa.Column("decide_by", at),
        sa.Column("start_by", at),
        sa.Column("sent_at", at),
        sa.Column("started_at", at),
        sa.Column("cancellation_requested", sa.Boolean, nullable=False),
        sa.Column("answer_cancellation_by", at),
        sa.Column("replaces_id", sa.Uuid),
        sa.Column("transfer_from_id", sa.Uuid),
        sa.Column("created_at", at, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_referral_copy"),
        *(
            sa.CheckConstraint(
                f"{column} = ANY ('{{{listed}}}'::text[])", name=op.f(f"ck_referral_copy_{column}_code")
            )
            for column, listed in codes.items()
        ),
        sa.CheckConstraint(
            f"shared_sections <@ '{{{SECTIONS}}}'::text[]",
            name=op.f("ck_referral_copy_shared_sections_codes"),
        ),
        if_not_exists=True,
    )  # fmt: skip
    op.create_index("ix_referral_copy_case_id", "referral_copy", ["case_id"], if_not_exists=True)
    op.execute("ALTER TABLE referral_copy ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE referral_copy FORCE ROW LEVEL SECURITY")
    for name, rule in (
        ("owner", "TO referral_owner USING (true) WITH CHECK (true)"),
        ("app_select", f"FOR SELECT TO referral_app USING (organisation_id = {me})"),
    ):
        op.execute(f"DROP POLICY IF EXISTS {name} ON referral_copy")
        op.execute(f"CREATE POLICY {name} ON referral_copy {rule}")
    op.execute("GRANT SELECT ON referral_copy TO referral_app")
    for name, made in (
        (
            "unaudited", "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE"
            " ON referral_copy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION refuse_unaudited()",
        ),
        (
            "no_truncate", "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON referral_copy"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        ),
    ):  # fmt: skip
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON referral_copy")
        op.execute(made)
        op.execute(f"ALTER TABLE referral_copy ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    # Whatever the newer version wrote beside the one column of reasons is lost.
    with op.get_context().autocommit_block():
        for name, *_ in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    for name in ("hold_referrals", "move_referrals"):
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON custody")
    for column in REFERRED:
        _apart()
        op.execute(
            f"ALTER TABLE IF EXISTS referral_copy DROP CONSTRAINT IF EXISTS fk_referral_copy_{column}"
        )
    _apart()
    op.drop_table("referral_copy", if_exists=True)
    policies = context.script.get_revision("0003").module.POLICIES["referral"]
    for table, columns in COLUMNS.items():
        _apart()
        if table == "referral":
            op.execute("DROP TRIGGER IF EXISTS begin_referral ON referral")
            _set_policies(policies["SELECT"], policies["UPDATE"])
            op.execute("REVOKE UPDATE (do_not_contact) ON referral FROM referral_app")
        else:
            op.execute(
                "REVOKE UPDATE (case_code, sex, age_band, region) ON handoff FROM referral_app"
            )
        names = [column.partition(" ")[0] for column in columns]
        op.execute(
            f"ALTER TABLE {table} " + ", ".join(f"DROP COLUMN IF EXISTS {name}" for name in names)
        )
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.execute("DROP FUNCTION IF EXISTS referral_ground(uuid)")
