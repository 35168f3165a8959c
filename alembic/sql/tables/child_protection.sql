-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON child_protection TO referral_app;
GRANT SELECT ON child_protection TO referral_app;
GRANT UPDATE (
    closed_at, version, status, organisation_id, separation_status, separation_causes,
    care_arrangement
) ON child_protection TO referral_app;

ALTER TABLE child_protection ENABLE ROW LEVEL SECURITY;
ALTER TABLE child_protection FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON child_protection FOR INSERT TO referral_app
    WITH CHECK (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = child_protection.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON child_protection FOR SELECT TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = child_protection.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON child_protection FOR UPDATE TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = child_protection.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON child_protection FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER child_route_follows_naming
    AFTER INSERT OR UPDATE OF organisation_id, status ON child_protection
    FOR EACH ROW
    EXECUTE FUNCTION child_route_follows_naming();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON child_protection
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE child_protection ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER rename_child_protection
    BEFORE UPDATE OF organisation_id ON child_protection
    FOR EACH ROW
    EXECUTE FUNCTION rename_child_protection();

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON child_protection
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON child_protection
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE child_protection ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON child_protection
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE child_protection ENABLE ALWAYS TRIGGER written_once;
