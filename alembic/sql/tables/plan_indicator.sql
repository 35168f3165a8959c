-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON plan_indicator TO referral_app;
GRANT SELECT ON plan_indicator TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, objective_id, title, unit, base_year, base_value,
    target_year, target_value
) ON plan_indicator TO referral_app;

ALTER TABLE plan_indicator ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_indicator FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON plan_indicator FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON plan_indicator FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON plan_indicator
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE plan_indicator ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON plan_indicator
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE plan_indicator ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON plan_indicator
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE plan_indicator ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON plan_indicator
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE plan_indicator ENABLE ALWAYS TRIGGER written_once;
