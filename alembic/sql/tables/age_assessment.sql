-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON age_assessment TO referral_app;
GRANT SELECT ON age_assessment TO referral_app;
GRANT UPDATE (
    closed_at, version, status, told_on, may_contest_until
) ON age_assessment TO referral_app;

ALTER TABLE age_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE age_assessment FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON age_assessment FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = age_assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON age_assessment FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = age_assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON age_assessment FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = age_assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON age_assessment FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER check_assessors
    BEFORE INSERT ON age_assessment
    FOR EACH ROW
    EXECUTE FUNCTION check_assessors();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON age_assessment
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE age_assessment ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON age_assessment
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON age_assessment
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE age_assessment ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at, doubt, methods, guardian_present, interpreter_present, explained, assessors, person_agreed, result, age_low, age_high, sealed_grounds ON age_assessment
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE age_assessment ENABLE ALWAYS TRIGGER written_once;
