"""What the database itself must keep: no change without a trace, one custodian, grants that end
with what they rest on, a ceiling over every grant, and tables that are only added to.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GUARDED = (
    "access_grant", "case", "consent", "custody", "decision", "handoff", "person", "person_key",
    "referral",
)  # fmt: skip
# organisation type: the sections that it may ever be granted, as they were
CEILINGS = {
    "police": ("exploitation", "identity", "justice", "protection"),
    "gendarmerie": ("exploitation", "identity", "justice", "protection"),
    "border_service": ("exploitation", "identity", "justice", "protection"),
    "prosecutor": ("exploitation", "identity", "justice", "protection"),
    "court": ("exploitation", "identity", "justice", "protection"),
    "ngo": ("exploitation", "health", "identity", "protection"),
    "shelter": ("health", "identity", "protection"),
    "health": ("health", "identity", "protection"),
    "legal_aid": ("exploitation", "identity", "justice", "protection"),
    "child_protection": ("exploitation", "health", "identity", "protection"),
    "social_service": ("health", "identity", "protection"),
    "labour_inspection": ("exploitation", "protection"),
    "state_service": ("protection",),
    "coordination": (),
    "international": ("health", "identity", "protection"),
    "oversight": (),
}
APPEND_ONLY = ("audit_event", "custody", "decision")

# name: body of a trigger function that runs as the owner
FUNCTIONS = {
    "refuse_unaudited_case": """
        DECLARE target uuid := COALESCE(NEW.id, OLD.id);
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
                AND (e.case_id = target OR target = ANY (e.case_ids))
            ) THEN
                RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
            END IF;
            RETURN NULL;
        END
    """,
    "refuse_unaudited": """
        DECLARE target uuid := COALESCE(NEW.case_id, OLD.case_id);
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.case_id <> OLD.case_id THEN
                RAISE EXCEPTION 'a row never moves to another case' USING ERRCODE = 'NR001';
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
                AND (e.case_id = target OR target = ANY (e.case_ids))
            ) THEN
                RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
            END IF;
            RETURN NULL;
        END
    """,
    "refuse_rewriting": """
        BEGIN
            RAISE EXCEPTION 'this table is only added to' USING ERRCODE = 'NR002';
        END
    """,
    "require_custodian": """
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM custody WHERE case_id = NEW.id AND kind = 'protection'
            ) THEN
                RAISE EXCEPTION 'a case has no custodian' USING ERRCODE = 'NR003';
            END IF;
            RETURN NULL;
        END
    """,
    "move_custody": """
        DECLARE previous custody;
        BEGIN
            IF NEW.seq > 1 THEN
                SELECT * INTO previous FROM custody
                WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
            END IF;
            IF NEW.seq < 1 OR (NEW.seq > 1 AND previous.id IS NULL)
                OR NEW.since < previous.since THEN
                RAISE EXCEPTION 'the chain of custody has a gap' USING ERRCODE = 'NR003';
            END IF;
            IF NEW.handoff_id IS NULL THEN
                IF NEW.seq > 1 OR NOT EXISTS (
                    SELECT 1 FROM "case" WHERE id = NEW.case_id
                    AND registered_by_organisation_id = NEW.organisation_id
                    AND registered_at = now()
                ) THEN
                    RAISE EXCEPTION 'custody moves by a handoff only' USING ERRCODE = 'NR003';
                END IF;
            ELSE
                -- The consent is held: who withdraws it waits, or was first.
                PERFORM 1 FROM consent k JOIN handoff h ON h.consent_id = k.id
                WHERE h.id = NEW.handoff_id FOR SHARE OF k;
                IF NOT EXISTS (
                    SELECT 1 FROM handoff h JOIN "case" c ON c.id = h.case_id
                    LEFT JOIN consent k ON k.id = h.consent_id
                    WHERE h.id = NEW.handoff_id AND h.case_id = NEW.case_id
                    AND h.kind = NEW.kind AND h.to_id = NEW.organisation_id
                    AND h.status = 'completed' AND h.custody_seq = NEW.seq - 1
                    AND h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)
                    AND (h.arrived_at IS NOT NULL OR NOT h.physical)
                    AND CASE WHEN h.forced THEN h.accepted_by_agent_id IS NOT NULL ELSE
                        k.status = 'active' AND k.case_id = h.case_id
                        AND h.to_id = ANY (k.recipients) AND h.shared_sections <@ k.sections
                        AND (k.valid_until IS NULL OR k.valid_until > now())
                    END
                ) THEN
                    RAISE EXCEPTION 'custody moves by a completed handoff only'
                        USING ERRCODE = 'NR003';
                END IF;
            END IF;
            IF NEW.kind = 'protection' THEN
                UPDATE "case" SET protection_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            ELSE
                UPDATE "case" SET investigation_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            END IF;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nobody takes over a closed case' USING ERRCODE = 'NR003';
            END IF;
            IF NEW.seq > 1 THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'custody' AND basis_id = previous.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """,
    "check_grant": """
        BEGIN
            IF NOT NEW.writes <@ NEW.reads OR EXISTS (
                SELECT 1 FROM unnest(NEW.reads) AS wanted WHERE NOT EXISTS (
                    SELECT 1 FROM section_ceiling s JOIN organisation o
                    ON o.type = s.organisation_type
                    WHERE o.id = NEW.organisation_id AND s.section = wanted
                )
            ) THEN
                RAISE EXCEPTION 'a grant above its ceiling' USING ERRCODE = 'NR004';
            END IF;
            IF NEW.basis = 'custody' AND EXISTS (
                SELECT 1 FROM custody c WHERE c.id = NEW.basis_id AND c.case_id = NEW.case_id
                AND c.organisation_id = NEW.organisation_id AND NOT EXISTS (
                    SELECT 1 FROM custody later WHERE later.case_id = c.case_id
                    AND later.kind = c.kind AND later.seq > c.seq
                )
            ) THEN
                RETURN NULL;
            END IF;
            -- The consent is held: a withdrawal waits, and then ends this grant too.
            PERFORM 1 FROM consent WHERE id = NEW.consent_id FOR SHARE;
            IF NEW.basis = 'referral' AND NEW.writes = '{}' AND EXISTS (
                SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
                WHERE r.id = NEW.basis_id AND r.case_id = NEW.case_id
                AND r.receiver_id = NEW.organisation_id AND r.status = 'accepted'
                AND NEW.reads <@ r.shared_sections AND NEW.consent_id = k.id
                AND k.case_id = r.case_id AND k.status = 'active'
                AND NEW.reads <@ k.sections AND r.receiver_id = ANY (k.recipients)
                AND (k.valid_until IS NULL OR k.valid_until > now())
                AND NEW.valid_until <= COALESCE(k.valid_until, 'infinity')
            ) THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION 'a grant that rests on nothing' USING ERRCODE = 'NR004';
        END
    """,
    "follow_referral": """
        BEGIN
            -- A pause before the start lifts no limit.
            IF NEW.status = 'on_hold' AND NEW.started_at IS NULL THEN
                RETURN NULL;
            ELSIF NEW.status IN ('in_progress', 'on_hold') THEN
                UPDATE access_grant SET valid_until = (
                    SELECT valid_until FROM consent WHERE id = NEW.consent_id
                )
                WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
            ELSIF NEW.status <> 'accepted' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """,
    "follow_consent": """
        BEGIN
            IF NEW.status <> 'active' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE consent_id = NEW.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """,
}

TRIGGERS = [
    *(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE"
        f' ON "{table}" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION'
        f" {'refuse_unaudited_case' if table == 'case' else 'refuse_unaudited'}()"
        for table in GUARDED
    ),
    *(
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        for table in APPEND_ONLY
    ),
    'CREATE CONSTRAINT TRIGGER custodian AFTER INSERT ON "case" DEFERRABLE INITIALLY DEFERRED'
    " FOR EACH ROW EXECUTE FUNCTION require_custodian()",
    "CREATE TRIGGER move_custody AFTER INSERT ON custody"
    " FOR EACH ROW EXECUTE FUNCTION move_custody()",
    "CREATE TRIGGER check_grant AFTER INSERT ON access_grant"
    " FOR EACH ROW EXECUTE FUNCTION check_grant()",
    "CREATE TRIGGER follow_referral AFTER UPDATE OF status ON referral"
    " FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION follow_referral()",
    "CREATE TRIGGER follow_consent AFTER UPDATE OF status ON consent"
    " FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION follow_consent()",
]
# A session that replays a log or loads a dump skips ordinary triggers; these it may not skip.
ALWAYS = [
    *((table, "unaudited") for table in GUARDED),
    *((table, "append_only") for table in APPEND_ONLY),
]


def upgrade() -> None:
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    for trigger in TRIGGERS:
        op.execute(trigger)
    for table, name in ALWAYS:
        op.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name}')
    for organisation_type, sections in CEILINGS.items():
        for section in sections:
            op.execute(f"INSERT INTO section_ceiling VALUES ('{organisation_type}', '{section}')")


def downgrade() -> None:
    op.execute("DELETE FROM section_ceiling")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}() CASCADE")
