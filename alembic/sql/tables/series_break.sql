-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON series_break TO referral_app;
GRANT SELECT ON series_break TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, code, year, kind, text_fr, text_en
) ON series_break TO referral_app;

ALTER TABLE series_break ENABLE ROW LEVEL SECURITY;
ALTER TABLE series_break FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON series_break FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON series_break FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON series_break
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE series_break ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON series_break
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE series_break ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON series_break
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE series_break ENABLE ALWAYS TRIGGER written_once;
