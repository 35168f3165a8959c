-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON aggregate TO referral_app;
GRANT SELECT ON aggregate TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, code, kind, unit, population, since, before, value,
    words, filter, source, dated, reference_date
) ON aggregate TO referral_app;

ALTER TABLE aggregate ENABLE ROW LEVEL SECURITY;
ALTER TABLE aggregate FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON aggregate FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON aggregate FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON aggregate
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE aggregate ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON aggregate
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE aggregate ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON aggregate
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE aggregate ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON aggregate
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE aggregate ENABLE ALWAYS TRIGGER written_once;
