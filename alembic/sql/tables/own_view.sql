-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON own_view TO referral_app;
GRANT SELECT ON own_view TO referral_app;
GRANT UPDATE (closed_at, version, status, sealed_weight) ON own_view TO referral_app;

ALTER TABLE own_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_view FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON own_view FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = own_view.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON own_view FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = own_view.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON own_view FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = own_view.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON own_view FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON own_view
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE own_view ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON own_view
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON own_view
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE own_view ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at, topic, said_on, language, means, sealed_view, assent ON own_view
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE own_view ENABLE ALWAYS TRIGGER written_once;
