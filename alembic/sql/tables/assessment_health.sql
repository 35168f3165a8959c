-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON assessment_health TO referral_app;
GRANT SELECT ON assessment_health TO referral_app;

ALTER TABLE assessment_health ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_health FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON assessment_health FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = assessment_health.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('health'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON assessment_health FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = assessment_health.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('health'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON assessment_health FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON assessment_health
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE assessment_health ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON assessment_health
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE assessment_health ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE ON assessment_health
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE assessment_health ENABLE ALWAYS TRIGGER written_once;
