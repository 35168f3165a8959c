-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (contribution_request_id, organisation_id) ON contribution_call TO referral_app;
GRANT SELECT ON contribution_call TO referral_app;

ALTER TABLE contribution_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE contribution_call FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON contribution_call FOR INSERT TO referral_app
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'flow'::text);

CREATE POLICY app_select ON contribution_call FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON contribution_call FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON contribution_call
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE contribution_call ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON contribution_call
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution_call ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON contribution_call
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('contribution_request_id', 'contribution_id');
ALTER TABLE contribution_call ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF contribution_request_id, organisation_id, called_at ON contribution_call
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution_call ENABLE ALWAYS TRIGGER written_once;
