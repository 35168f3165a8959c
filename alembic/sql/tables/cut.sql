-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON cut TO referral_app;
GRANT SELECT ON cut TO referral_app;

ALTER TABLE cut ENABLE ROW LEVEL SECURITY;
ALTER TABLE cut FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON cut FOR INSERT TO referral_app
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON cut FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON cut FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON cut
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE cut ENABLE ALWAYS TRIGGER append_only;
