"""The audit log says what happened, findings are taken up again, and acts ask what they rest on.

An event uses a word of the vocabulary, and names the caller and its organisation. Only an allowed
event of the caller's organisation, of this very transaction, vouches for a change. A decision says
why it takes a finding up again. Acts hold the case and the organisations that they rest on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

VOCABULARY = {
    "agent": "create list read sign_in_first update",
    "audit": "search",
    "capacity": "read update",
    "case": "close list read register reopen update",
    "client": "create list read update",
    "consent": "confirm list mark_error read record refuse supersede withdraw",
    "custody": "read",
    "decision": "list record",
    "handoff": "accept assign confirm_arrival decline depart expire follow_case force list offer"
    " read renew_consent report_failed_arrival withdraw",
    "handoff_request": "create expire grant list read refuse",
    "identity": "read record",
    "organisation": "create list read update",
    "outgoing_event": "follow",
    "pending_change": "confirm list read refuse withdraw",
    "referral": "accept acknowledge cancel complete confirm_cancellation"
    " confirm_cancellation_by_time create delay_acknowledgement delay_cancellation"
    " delay_feedback expire fail follow_case hold lapse list mark_error note read"
    " reject renew_consent request_cancellation resume schedule send start stop"
    " transfer",
    "token": "authenticate issue",
}  # fmt: skip
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
AGENT = "(SELECT NULLIF(current_setting('app.agent_id', true), '')::uuid)"
KNOWN_WORD = "EXISTS (SELECT 1 FROM audit_vocabulary v WHERE v.action = audit_event.action)"
AGENT_OF_ME = (
    "EXISTS (SELECT 1 FROM agent a WHERE a.id = audit_event.agent_id"
    " AND a.organisation_id = audit_event.organisation_id)"
)
# A function, called for the events of systems alone: another subquery costs every event.
CLIENT_OF_ME = "is_client_of(client_id, organisation_id)"
# The service itself acts where a deadline has passed, in the transaction of whoever finds it.
NOBODY_ACTS = f"agent_id IS NULL AND ({AGENT} IS NULL OR token_id = 'system' AND roles = '{{}}')"
ANONYMOUS = "organisation_id IS NULL AND agent_id IS NULL AND client_id IS NULL"
CALLER_BEFORE = (
    f"organisation_id = {ME} AND (agent_id = {AGENT} OR agent_id IS NULL OR {AGENT} IS NULL)"
)
# policy: its clause before and after
EVENTS = {
    "app_insert ON audit_event FOR INSERT TO referral_app": (
        f"WITH CHECK ({ANONYMOUS} OR {CALLER_BEFORE})",
        f"WITH CHECK ({KNOWN_WORD} AND (({ANONYMOUS} AND outcome <> 'allowed') OR ("
        f"organisation_id = {ME} AND ({NOBODY_ACTS}"
        f" OR (agent_id = {AGENT} OR {AGENT} IS NULL) AND {AGENT_OF_ME})"
        f" AND (client_id IS NULL OR {CLIENT_OF_ME}))))",
    ),
    "auditor_insert ON audit_event FOR INSERT TO referral_auditor": (
        f"WITH CHECK ({CALLER_BEFORE})",
        f"WITH CHECK ({KNOWN_WORD} AND organisation_id = {ME} AND"
        f" (agent_id = {AGENT} OR {NOBODY_ACTS}))",
    ),
    "owner ON audit_event TO referral_owner": (
        "USING (true) WITH CHECK (true)", f"USING (true) WITH CHECK ({KNOWN_WORD})"
    ),
}  # fmt: skip
GRANTED = (
    f"SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = decision.case_id"
    " AND g.ended_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > now())"
)
WRITES = "'exploitation' = ANY (g.writes)"
# The custodian who corrects the file need not write the section.
REOPENS = (
    "g.basis = 'custody' AND decision.event = 'reconsider'"
    " AND decision.review_reason = 'age_or_sex_corrected'"
)
DECISIONS = {
    "app_insert ON decision FOR INSERT TO referral_app": tuple(
        f"WITH CHECK (organisation_id = {ME} AND EXISTS ({GRANTED} AND ({right}) OFFSET 0))"
        for right in (WRITES, f"{WRITES} OR {REOPENS}")
    )
}

RECORDED_BEFORE = """EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
)"""
# After a restore the transactions are numbered anew: an old event may carry this one's number.
RECORDED = """EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
    AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
        NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
    )
)"""
BEGINS = """n.seq = 1 AND EXISTS (
    SELECT 1 FROM "case" WHERE id = n.case_id AND state = 'open'
    AND registered_by_organisation_id = n.organisation_id AND registered_at = now()
    AND n.organisation_id = CASE n.kind WHEN 'protection'
        THEN protection_custodian_id ELSE investigation_custodian_id END
) AND NOT EXISTS (
    -- Moves of the same statement have written their custodians into the case already.
    SELECT 1 FROM added m WHERE m.case_id = n.case_id AND m.handoff_id IS NOT NULL
)"""
BELOW_ITS_CEILING = """n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
)"""
LIVES = "k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now())"
RESTS_ON_CUSTODY = f"""n.basis = 'custody' AND EXISTS (
    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
    AND c.organisation_id = n.organisation_id AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
    -- Custody alone opens neither identity nor health to an organisation that took the case over.
    AND ((c.handoff_id IS NULL AND n.consent_id IS NULL) OR NOT n.reads && '{{identity,health}}'
    OR EXISTS (
        SELECT 1 FROM handoff h LEFT JOIN consent k ON k.id = COALESCE(n.consent_id, h.consent_id)
        WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL) OR (
            {LIVES} AND k.case_id = c.case_id AND c.organisation_id = ANY (k.recipients)
            AND ARRAY(
                SELECT unnest(n.reads) INTERSECT SELECT unnest('{{identity,health}}'::text[])
            ) <@ k.sections
            AND (n.consent_id IS NULL
                OR COALESCE(n.valid_until, 'infinity') <= COALESCE(k.valid_until, 'infinity'))
        ))
    ))
)"""
RESTS_ON_A_REFERRAL = f"""n.basis = 'referral' AND n.writes = '{{}}' AND EXISTS (
    SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
    WHERE r.id = n.basis_id AND r.case_id = n.case_id
    AND r.receiver_id = n.organisation_id AND r.status IN ('accepted', 'in_progress', 'on_hold')
    AND n.reads <@ r.shared_sections AND n.consent_id = k.id
    AND k.case_id = r.case_id AND {LIVES}
    AND n.reads <@ k.sections AND r.receiver_id = ANY (k.recipients)
    AND (n.valid_until <= COALESCE(k.valid_until, 'infinity')
        OR (r.started_at IS NOT NULL AND n.valid_until IS NULL AND k.valid_until IS NULL))
)"""
UNRECORDED = "RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001'"


def triggers(recorded: str) -> dict[str, str]:
    """Write the functions that ask whether a change was recorded."""
    # IS NOT TRUE: what is compared with nothing must not pass.
    return {
        "check_links": f"""
            BEGIN
                -- One question settles all but what is to be refused.
                IF NOT EXISTS (
                    SELECT 1 FROM added n
                    WHERE ({recorded}) IS NOT TRUE
                    OR (n.handoff_id IS NULL AND ({BEGINS}) IS NOT TRUE)
                ) THEN
                    RETURN NULL;
                END IF;
                IF EXISTS (
                    SELECT 1 FROM added n WHERE n.handoff_id IS NULL AND ({BEGINS}) IS NOT TRUE
                ) THEN
                    RAISE EXCEPTION 'custody begins with the registration and moves by a handoff only'
                        USING ERRCODE = 'NR003';
                END IF;
                {UNRECORDED};
            END
        """,
        "check_grants": f"""
            BEGIN
                -- One question settles those of custodians, which most are.
                IF NOT EXISTS (
                    SELECT 1 FROM added n
                    WHERE ({RESTS_ON_CUSTODY} AND {BELOW_ITS_CEILING} AND {recorded}) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                IF EXISTS (SELECT 1 FROM added n WHERE ({BELOW_ITS_CEILING}) IS NOT TRUE) THEN
                    RAISE EXCEPTION 'a grant above its ceiling' USING ERRCODE = 'NR004';
                END IF;
                -- The consent is held: a withdrawal waits, and then ends this grant too.
                PERFORM 1 FROM consent WHERE id IN (SELECT consent_id FROM added)
                ORDER BY id FOR SHARE;
                IF EXISTS (
                    SELECT 1 FROM added n
                    WHERE (({RESTS_ON_CUSTODY}) OR ({RESTS_ON_A_REFERRAL})) IS NOT TRUE
                ) THEN
                    RAISE EXCEPTION 'a grant that rests on nothing' USING ERRCODE = 'NR004';
                END IF;
                IF EXISTS (SELECT 1 FROM added n WHERE ({recorded}) IS NOT TRUE) THEN
                    {UNRECORDED};
                END IF;
                RETURN NULL;
            END
        """,
        "refuse_unaudited": f"""
            DECLARE target uuid := COALESCE(NEW.case_id, OLD.case_id);
            BEGIN
                IF TG_OP = 'UPDATE' AND NEW.case_id <> OLD.case_id THEN
                    RAISE EXCEPTION 'a row never moves to another case' USING ERRCODE = 'NR001';
                END IF;
                IF NOT {recorded.replace("n.case_id", "target")} THEN
                    {UNRECORDED};
                END IF;
                RETURN NULL;
            END
        """,
        "refuse_unaudited_case": f"""
            DECLARE target uuid := COALESCE(NEW.id, OLD.id);
            BEGIN
                IF NOT {recorded.replace("n.case_id", "target")} THEN
                    {UNRECORDED};
                END IF;
                RETURN NULL;
            END
        """,
    }


NEW = {
    # Held until the act ends. Stronger than FOR SHARE, because a handoff that completes changes the
    # case: two that hold it together would wait for each other.
    "hold_case(target uuid) RETURNS text LANGUAGE sql VOLATILE": """
        SELECT state FROM "case" WHERE id = target FOR KEY SHARE
    """,
    "last_finding(target uuid) RETURNS TABLE (to_status text, acts text[], means text[],"
    " forms text[], treated_as_child boolean) LANGUAGE sql STABLE": f"""
        SELECT d.to_status, d.acts, d.means, d.forms, d.treated_as_child FROM decision d
        WHERE d.case_id = target AND d.to_status IN ('identified', 'not_identified') AND EXISTS (
            SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME} AND g.case_id = target
            AND g.basis = 'custody' AND g.ended_at IS NULL
        ) ORDER BY d.id DESC LIMIT 1
    """,
    "duties_of(leaving uuid) RETURNS TABLE (answers_for bigint, residents bigint,"
    " open_offers bigint) LANGUAGE sql STABLE": """
        SELECT (
            SELECT count(DISTINCT g.case_id) FROM access_grant g JOIN "case" c ON c.id = g.case_id
            WHERE g.organisation_id = leaving AND g.basis = 'custody' AND g.ended_at IS NULL
            AND c.state = 'open'
        ), (
            SELECT COALESCE(sum(held + occupied), 0) FROM capacity WHERE organisation_id = leaving
        ), (
            SELECT count(*) FROM handoff WHERE leaving IN (from_id, to_id)
            AND (status = 'accepted' OR status = 'offered' AND decide_by > now())
        ) + (
            SELECT count(*) FROM referral WHERE receiver_id = leaving
            AND status IN ('requested', 'received') AND decide_by > now()
        )
    """,
    # The cases of which the coordination is told.
    "cases_resting_on(leaving uuid) RETURNS TABLE (case_id uuid) LANGUAGE sql STABLE": """
        SELECT g.case_id FROM access_grant g JOIN "case" c ON c.id = g.case_id
        WHERE g.organisation_id = leaving AND g.basis = 'custody' AND g.ended_at IS NULL
        AND c.state = 'open'
        UNION
        SELECT case_id FROM handoff WHERE leaving IN (from_id, to_id)
        AND status IN ('offered', 'accepted')
        UNION
        SELECT case_id FROM referral WHERE receiver_id = leaving
        AND status IN ('requested', 'received', 'accepted', 'in_progress', 'on_hold')
    """,
}


IS_CLIENT_OF = """
    BEGIN
        RETURN EXISTS (SELECT 1 FROM client c WHERE c.id = named AND c.organisation_id = organisation);
    END
"""


def upgrade() -> None:
    op.create_table(
        "audit_vocabulary", sa.Column("action", sa.Text(), primary_key=True), if_not_exists=True
    )
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    op.execute("GRANT SELECT ON audit_vocabulary TO referral_app, referral_auditor")
    _apart()
    op.execute("ALTER TABLE decision ADD COLUMN IF NOT EXISTS review_reason text")
    op.execute("ALTER TABLE decision DROP CONSTRAINT IF EXISTS ck_decision_review_reason_code")
    op.execute(
        "ALTER TABLE decision ADD CONSTRAINT ck_decision_review_reason_code CHECK (review_reason ="
        " ANY ('{new_facts,age_or_sex_corrected,person_asks,court_decision,found_in_error,other}'"
        "::text[])) NOT VALID"
    )
    _apart()
    for signature, body in NEW.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {signature} SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $body${body}$body$"
        )
        name = signature.partition("(")[0]
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO referral_app")
    op.execute(
        "CREATE OR REPLACE FUNCTION is_client_of(named uuid, organisation uuid) RETURNS boolean"
        f" LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $body${IS_CLIENT_OF}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION is_client_of FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION is_client_of TO referral_app")
    _write(RECORDED, 1)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE decision VALIDATE CONSTRAINT ck_decision_review_reason_code")


def downgrade() -> None:
    _write(RECORDED_BEFORE, 0)
    _apart()
    for signature in NEW:
        op.execute(f"DROP FUNCTION IF EXISTS {signature.partition('(')[0]}")
    op.execute("DROP FUNCTION IF EXISTS is_client_of")
    op.execute("ALTER TABLE decision DROP COLUMN IF EXISTS review_reason")
    _apart()
    op.drop_table("audit_vocabulary", if_exists=True)


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass


def _write(recorded: str, version: int) -> None:
    for name, body in triggers(recorded).items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )
    for policy, clauses in (EVENTS | DECISIONS).items():
        name, _, rest = policy.partition(" ON ")
        _apart()
        op.execute(f"DROP POLICY IF EXISTS {name} ON {rest.partition(' ')[0]}")
        op.execute(f"CREATE POLICY {policy} {clauses[version]}")
