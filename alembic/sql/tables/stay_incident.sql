-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON stay_incident TO referral_app;
GRANT SELECT ON stay_incident TO referral_app;
GRANT UPDATE (status, closed_at, version) ON stay_incident TO referral_app;

ALTER TABLE stay_incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE stay_incident FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON stay_incident FOR INSERT TO referral_app
    WITH CHECK (recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON stay_incident FOR SELECT TO referral_app
    USING (
        (
            host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
            OR EXISTS (
                SELECT 1
                FROM access_grant g
                WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND g.case_id = stay_incident.case_id
                AND g.ended_at IS NULL
                AND (g.valid_until IS NULL OR g.valid_until > now())
                AND g.basis = 'custody'::text
                AND ('protection'::text = ANY (g.reads))
                OFFSET 0
            )
        )
        AND (
            kind <> 'complaint_about_staff'::text
            OR host_organisation_id <> (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        )
    );

CREATE POLICY app_update ON stay_incident FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON stay_incident FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON stay_incident
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE stay_incident ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_under_custodian
    BEFORE INSERT ON stay_incident
    FOR EACH ROW
    EXECUTE FUNCTION stand_under_custodian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON stay_incident
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE stay_incident ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, stay_id, host_organisation_id, kind, gravity, told_to, happened_at, sealed_note, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON stay_incident
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE stay_incident ENABLE ALWAYS TRIGGER written_once;
