-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON tracing TO referral_app;
GRANT SELECT ON tracing TO referral_app;
GRANT UPDATE (
    closed_at, version, status, wanted_by_person, family_check, checked_by_agent_id,
    confirmed_by_agent_id, confirmed_at, actions, verified_by
) ON tracing TO referral_app;

ALTER TABLE tracing ENABLE ROW LEVEL SECURITY;
ALTER TABLE tracing FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON tracing FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = tracing.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON tracing FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = tracing.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON tracing FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = tracing.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON tracing FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON tracing
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tracing ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON tracing
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON tracing
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE tracing ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at, sought, sealed_sought ON tracing
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tracing ENABLE ALWAYS TRIGGER written_once;
