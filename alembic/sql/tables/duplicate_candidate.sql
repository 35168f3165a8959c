-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON duplicate_candidate TO referral_app;
GRANT SELECT ON duplicate_candidate TO referral_app;
GRANT UPDATE (
    status, closed_at, closed_by_agent_id, version
) ON duplicate_candidate TO referral_app;

ALTER TABLE duplicate_candidate ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_candidate FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON duplicate_candidate FOR INSERT TO referral_app
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_select ON duplicate_candidate FOR SELECT TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = duplicate_candidate.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR disclosed
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = duplicate_candidate.other_case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON duplicate_candidate FOR UPDATE TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = duplicate_candidate.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR disclosed
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = duplicate_candidate.other_case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON duplicate_candidate FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON duplicate_candidate
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE duplicate_candidate ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON duplicate_candidate
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE duplicate_candidate ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, other_case_id, organisation_id, other_organisation_id, likeness, disclosed, found_at ON duplicate_candidate
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE duplicate_candidate ENABLE ALWAYS TRIGGER written_once;
