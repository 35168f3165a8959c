-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON road_state TO referral_app;
GRANT SELECT ON road_state TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, region, cercle, condition
) ON road_state TO referral_app;

ALTER TABLE road_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE road_state FORCE ROW LEVEL SECURITY;

CREATE POLICY app_add ON road_state FOR INSERT TO referral_app
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_change ON road_state FOR UPDATE TO referral_app
    USING (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid))
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_read ON road_state FOR SELECT TO referral_app
    USING (true);

CREATE POLICY owner ON road_state FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON road_state
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image('organisation_id', 'region', 'cercle', 'condition', 'status');
ALTER TABLE road_state ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON road_state
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE road_state ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON road_state
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE road_state ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON road_state
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE road_state ENABLE ALWAYS TRIGGER written_once;
