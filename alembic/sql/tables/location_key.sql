-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON location_key TO referral_app;
GRANT SELECT ON location_key TO referral_app;

ALTER TABLE location_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_key FORCE ROW LEVEL SECURITY;

CREATE POLICY app_add ON location_key FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_key.location_id
            AND l.organisation_id = location_key.organisation_id
        )
    );

CREATE POLICY app_change ON location_key FOR UPDATE TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_key.location_id
            AND l.organisation_id = location_key.organisation_id
        )
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM location l
            WHERE l.id = location_key.location_id
            AND l.organisation_id = location_key.organisation_id
        )
    );

CREATE POLICY app_read ON location_key FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR goes_to(location_id)
    );

CREATE POLICY owner ON location_key FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON location_key
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE location_key ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON location_key
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_address();
ALTER TABLE location_key ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER wrapping_key
    BEFORE INSERT OR UPDATE ON location_key
    FOR EACH ROW
    EXECUTE FUNCTION refuse_dropped_key();
ALTER TABLE location_key ENABLE ALWAYS TRIGGER wrapping_key;

CREATE TRIGGER written_once
    BEFORE UPDATE OF location_id, organisation_id ON location_key
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE location_key ENABLE ALWAYS TRIGGER written_once;
