"""Write the first custodians with the case, and hold them to the links at COMMIT. The links wrote
them before, by an update each; each update checked all the codes of the case again. A grant's
ceiling is looked up once, not for each of its sections; and two indexes keep only what is asked.
"""

from alembic import context, op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FUNCTIONS = {
    "begin_custody": """
        BEGIN
            IF NEW.seq <> 1 OR NOT EXISTS (
                SELECT 1 FROM "case" WHERE id = NEW.case_id AND state = 'open'
                AND registered_by_organisation_id = NEW.organisation_id AND registered_at = now()
                AND NEW.organisation_id = CASE NEW.kind WHEN 'protection'
                    THEN protection_custodian_id ELSE investigation_custodian_id END
            ) THEN
                RAISE EXCEPTION 'custody begins with the registration and moves by a handoff only'
                    USING ERRCODE = 'NR003';
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
            IF NOT (NEW.writes <@ NEW.reads AND NEW.reads <@ ARRAY(
                SELECT section FROM section_ceiling WHERE organisation_type = (
                    SELECT type FROM organisation WHERE id = NEW.organisation_id
                )
            )) THEN
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
    "require_custodian": """
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM "case" WHERE id = NEW.id AND protection_custodian_id = (
                    SELECT organisation_id FROM custody
                    WHERE case_id = NEW.id AND kind = 'protection' ORDER BY seq DESC LIMIT 1
                ) AND investigation_custodian_id IS NOT DISTINCT FROM (
                    SELECT organisation_id FROM custody
                    WHERE case_id = NEW.id AND kind = 'investigation' ORDER BY seq DESC LIMIT 1
                )
            ) THEN
                RAISE EXCEPTION 'a case has no custodian, or another than its chains say'
                    USING ERRCODE = 'NR003';
            END IF;
            RETURN NULL;
        END
    """,
}
CUSTODIANS = "protection_custodian_id, investigation_custodian_id"


def upgrade() -> None:
    for name, body in FUNCTIONS.items():
        _replace(name, body)
    op.execute("REVOKE ALL ON FUNCTION begin_custody() FROM PUBLIC")
    op.execute("DROP TRIGGER move_custody ON custody")
    op.execute(
        "CREATE TRIGGER begin_custody AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.handoff_id IS NULL) EXECUTE FUNCTION begin_custody()"
    )
    op.execute(
        "CREATE TRIGGER move_custody AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.handoff_id IS NOT NULL) EXECUTE FUNCTION move_custody()"
    )
    op.execute(f'GRANT INSERT ({CUSTODIANS}) ON "case" TO referral_app')
    op.drop_index("ix_custody_organisation_id", "custody")
    op.drop_index("ix_access_grant_consent_id", "access_grant")
    op.create_index(
        "ix_access_grant_consent_id", "access_grant", ["consent_id"],
        postgresql_where=text("consent_id IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_access_grant_consent_id", "access_grant")
    op.create_index("ix_access_grant_consent_id", "access_grant", ["consent_id"])
    op.create_index("ix_custody_organisation_id", "custody", ["organisation_id"])
    op.execute(f'REVOKE INSERT ({CUSTODIANS}) ON "case" FROM referral_app')
    op.execute("DROP TRIGGER move_custody ON custody")
    op.execute("DROP FUNCTION begin_custody() CASCADE")
    before = context.script.get_revision("0004").module
    for name in ("check_grant", "move_custody", "require_custodian"):
        _replace(name, before.FUNCTIONS[name])
    op.execute(
        "CREATE TRIGGER move_custody AFTER INSERT ON custody"
        " FOR EACH ROW EXECUTE FUNCTION move_custody()"
    )


def _replace(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
