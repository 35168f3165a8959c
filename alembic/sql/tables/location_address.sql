-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON location_address TO referral_app;
GRANT SELECT ON location_address TO referral_app;
GRANT UPDATE (
    sealed, version, updated_at, updated_by_agent_id
) ON location_address TO referral_app;

ALTER TABLE location_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_address FORCE ROW LEVEL SECURITY;

CREATE POLICY app_add ON location_address FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_address.location_id
            AND l.organisation_id = location_address.organisation_id
        )
    );

CREATE POLICY app_change ON location_address FOR UPDATE TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_address.location_id
            AND l.organisation_id = location_address.organisation_id
        )
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_address.location_id
            AND l.organisation_id = location_address.organisation_id
        )
    );

CREATE POLICY app_read ON location_address FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR goes_to(location_id)
    );

CREATE POLICY owner ON location_address FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON location_address
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE location_address ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON location_address
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_address();
ALTER TABLE location_address ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF location_id, organisation_id ON location_address
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE location_address ENABLE ALWAYS TRIGGER written_once;
