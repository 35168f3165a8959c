-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON prevention_activity TO referral_app;
GRANT SELECT ON prevention_activity TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, kind, theme, region, cercle, border, held_on, starts_at,
    facilitator_sex, state, cancellation_reason, target, reached, professions, shortfall_reason
) ON prevention_activity TO referral_app;

ALTER TABLE prevention_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE prevention_activity FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON prevention_activity FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON prevention_activity FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON prevention_activity
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE prevention_activity ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON prevention_activity
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE prevention_activity ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON prevention_activity
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE prevention_activity ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON prevention_activity
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE prevention_activity ENABLE ALWAYS TRIGGER written_once;
