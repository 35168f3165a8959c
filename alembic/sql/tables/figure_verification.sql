-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON figure_verification TO referral_app;
GRANT SELECT ON figure_verification TO referral_app;

ALTER TABLE figure_verification ENABLE ROW LEVEL SECURITY;
ALTER TABLE figure_verification FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON figure_verification FOR INSERT TO referral_app
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON figure_verification FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON figure_verification FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON figure_verification
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE figure_verification ENABLE ALWAYS TRIGGER append_only;
