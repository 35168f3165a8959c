-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON incident_case TO referral_app;
GRANT SELECT ON incident_case TO referral_app;
GRANT UPDATE (incident_id, ended_at) ON incident_case TO referral_app;

ALTER TABLE incident_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_case FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON incident_case FOR INSERT TO referral_app
    WITH CHECK (
        linked_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = incident_case.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
    );

CREATE POLICY app_select ON incident_case FOR SELECT TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = incident_case.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
    );

CREATE POLICY app_update ON incident_case FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = incident_case.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
    );

CREATE POLICY owner ON incident_case FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON incident_case
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE incident_case ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON incident_case
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE incident_case ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, linked_by_organisation_id, linked_by_agent_id, linked_at ON incident_case
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE incident_case ENABLE ALWAYS TRIGGER written_once;
