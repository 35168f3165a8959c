-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON contribution_version TO referral_app;

ALTER TABLE contribution_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE contribution_version FORCE ROW LEVEL SECURITY;

CREATE POLICY app_select ON contribution_version FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON contribution_version FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON contribution_version
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution_version ENABLE ALWAYS TRIGGER append_only;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON contribution_version
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('contribution_id');
ALTER TABLE contribution_version ENABLE ALWAYS TRIGGER unaudited;
