-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON partner_agreement TO referral_app;
GRANT SELECT ON partner_agreement TO referral_app;
GRANT UPDATE (
    status, withdrawal_reason, version, partner_id, title, pillars, signed_on, starts_on,
    ends_on
) ON partner_agreement TO referral_app;

ALTER TABLE partner_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_agreement FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON partner_agreement FOR ALL TO referral_app
    USING (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = NULLIF((SELECT current_setting('app.organisation_id'::text, true)), ''::text)::uuid
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON partner_agreement FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON partner_agreement
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE partner_agreement ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON partner_agreement
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE partner_agreement ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON partner_agreement
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE partner_agreement ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at ON partner_agreement
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE partner_agreement ENABLE ALWAYS TRIGGER written_once;
