-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON service TO referral_app;
GRANT SELECT ON service TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, name, service_type, setting, state, visibility, region,
    cercle, served_regions, served_cercles, sexes, age_bands, accompanied_children,
    unaccompanied_children, nationalities, exploitation_forms, accessibility, languages,
    security_level, receives_at_all_hours, longest_stay_days, hours, exceptions, contacts,
    duty_telephone
) ON service TO referral_app;

ALTER TABLE service ENABLE ROW LEVEL SECURITY;
ALTER TABLE service FORCE ROW LEVEL SECURITY;

CREATE POLICY app_add ON service FOR INSERT TO referral_app
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_change ON service FOR UPDATE TO referral_app
    USING (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid))
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_read ON service FOR SELECT TO referral_app
    USING (true);

CREATE POLICY owner ON service FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON service
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image('organisation_id', 'service_type', 'setting', 'state', 'status', 'region', 'served_regions', 'sexes', 'age_bands');
ALTER TABLE service ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON service
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE service ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON service
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE service ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON service
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE service ENABLE ALWAYS TRIGGER written_once;
