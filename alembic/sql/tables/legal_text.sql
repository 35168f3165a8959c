-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON legal_text TO referral_app;
GRANT SELECT ON legal_text TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, kind, title, number, bill_on, adopted_on, in_force_on
) ON legal_text TO referral_app;

ALTER TABLE legal_text ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_text FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON legal_text FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON legal_text FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON legal_text
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE legal_text ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON legal_text
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE legal_text ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON legal_text
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE legal_text ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON legal_text
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE legal_text ENABLE ALWAYS TRIGGER written_once;
